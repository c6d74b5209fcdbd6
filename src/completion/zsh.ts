import { type CompletionModel, groupedServices, plainWords, quoted, type Values } from './model.js';

/** For zsh with its completion system, sourced or as a file `_coupling-demo` in `fpath`. */
export function zshCompletion(model: CompletionModel): string {
  const { program, commands } = model;
  const described = (entries: readonly { name: string; help: string }[]): string =>
    entries
      .map(({ name, help }) => quote(`${name.replaceAll(':', String.raw`\:`)}:${help.replaceAll(':', ' ')}`))
      .join(' ');
  const services = groupedServices(model).map(
    ({ scenarios, services }) => `      ${scenarios.join('|')}) reply=(${services.join(' ')}); return ;;`,
  );
  const flags = commands.map(({ name, flags }) => `    ${name}) flags=(${described(flags)}) ;;`);
  const values = commands.flatMap(({ name, flags }) =>
    flags.flatMap((flag) =>
      flag.values === undefined ? [] : [`      ${name}:${flag.name}) ${valuesInZsh(flag.values)}; return ;;`],
    ),
  );
  const operands = commands.flatMap(({ name, arguments: each }) =>
    each.map((one, index) => {
      const place = index === each.length - 1 ? '*' : String(index);
      return `    ${name}:${place}) ${valuesInZsh(one)} ;;`;
    }),
  );
  return `#compdef ${program}
# Completion of ${program} for zsh: source <(${program} completion zsh)
_coupling_demo_services() {
  local word
  reply=()
  for word in $words; do
    case "$word" in
${services.join('\n')}
    esac
  done
}

_coupling_demo() {
  local command="$words[2]" previous="$words[CURRENT-1]" count=0 index
  local -a commands flags reply
  commands=(${described(commands)})
  if (( CURRENT <= 2 )); then
    _describe command commands
    return
  fi
  case "$command" in
${flags.join('\n')}
  esac
  if [[ "$previous" == --* ]]; then
    case "$command:$previous" in
${values.join('\n')}
    esac
  fi
  if [[ "$words[CURRENT]" == -* ]]; then
    _describe flag flags
    return
  fi
  for (( index = 3; index < CURRENT; index++ )); do
    [[ "$words[index]" == -* || "$words[index-1]" == --* ]] || (( count += 1 ))
  done
  case "$command:$count" in
${operands.join('\n')}
  esac
}

if [[ "$funcstack[1]" == _coupling_demo ]]; then
  _coupling_demo "$@"
else
  compdef _coupling_demo ${program}
fi
`;
}

function quote(text: string): string {
  return quoted(text, String.raw`'\''`);
}

function valuesInZsh(values: Values): string {
  switch (values.kind) {
    case 'words': {
      const words = plainWords(values.words).join(' ');
      return values.isList === true ? `compset -P '*,'; compadd -- ${words}` : `compadd -- ${words}`;
    }
    case 'scenarios':
      return `compadd -- ${plainWords(values.words).join(' ')}; _files`;
    case 'services':
      return `_coupling_demo_services; compadd ${values.isWhole ? '' : "-S '' "}-- $reply`;
    case 'files':
      return '_files';
    case 'any':
      return ':';
  }
}
