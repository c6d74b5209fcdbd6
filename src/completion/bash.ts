import { type CompletionModel, groupedServices, plainWords, type Values } from './model.js';

/** For bash 3.2 and up, without the bash-completion package. */
export function bashCompletion(model: CompletionModel): string {
  const { program, commands } = model;
  const services = groupedServices(model).map(
    ({ scenarios, services }) => `      ${scenarios.join('|')}) echo ${services.join(' ')}; return ;;`,
  );
  const flags = commands.map(
    ({ name, flags }) => `    ${name}) echo ${flags.map((flag) => flag.name).join(' ')} ;;`,
  );
  const values = commands.flatMap(({ name, flags }) =>
    flags.flatMap((flag) =>
      flag.values === undefined ? [] : [`    ${name}:${flag.name}) ${valuesInBash(flag.values)} ;;`],
    ),
  );
  const operands = commands.flatMap(({ name, arguments: each }) =>
    each.map((one, index) => {
      const place = index === each.length - 1 ? '*' : String(index);
      return `    ${name}:${place}) ${valuesInBash(one)} ;;`;
    }),
  );
  return `# Completion of ${program} for bash: source <(${program} completion bash)
_coupling_demo_services() {
  local word
  for word in "\${COMP_WORDS[@]}"; do
    case "$word" in
${services.join('\n')}
    esac
  done
}

_coupling_demo_flags() {
  case "$1" in
${flags.join('\n')}
  esac
}

# Each line is a completion as it is: nothing in it is expanded.
_coupling_demo_take() {
  local line
  while IFS= read -r line; do COMPREPLY+=("$line"); done
}

_coupling_demo_words() {
  _coupling_demo_take < <(compgen -W "$1" -- "$cur")
}

# One of a list: what stands before the last comma stays.
_coupling_demo_list() {
  local head="\${cur%"\${cur##*,}"}"
  _coupling_demo_take < <(compgen -P "$head" -W "$1" -- "\${cur##*,}")
}

_coupling_demo_files() {
  compopt -o filenames 2>/dev/null
  _coupling_demo_take < <(compgen -f -- "$cur")
}

# More comes behind it: no blank yet.
_coupling_demo_begun() {
  compopt -o nospace 2>/dev/null
  _coupling_demo_words "$1"
}

# bash takes a colon for the end of a word: what it has already, it must not get again.
_coupling_demo_colons() {
  [[ "$cur" == *:* && "$COMP_WORDBREAKS" == *:* ]] || return 0
  local head="\${cur%"\${cur##*:}"}" index
  for index in "\${!COMPREPLY[@]}"; do COMPREPLY[index]="\${COMPREPLY[index]#"$head"}"; done
}

_coupling_demo_value() {
  case "$1" in
${values.join('\n')}
    *) return 1 ;;
  esac
}

_coupling_demo_operand() {
  case "$1:$2" in
${operands.join('\n')}
  esac
}

_coupling_demo() {
  COMPREPLY=()
  # What bash has cut in pieces at : and = is put together again.
  local words=() word glue=''
  for word in "\${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
    if [[ "$word" == ':' || ( -n "$glue" && "$glue" == ':' ) ]] && ((\${#words[@]} > 0)); then
      words[\${#words[@]}-1]+="$word"
    elif [[ "$word" != '=' ]]; then
      words+=("$word")
    elif ((\${#words[@]} > 0)) && [[ "\${words[\${#words[@]}-1]}" != --* ]]; then
      words[\${#words[@]}-1]+="$word"
    fi
    glue="$word"
  done
  [[ "$glue" == '=' ]] && words+=('')
  local last=$((\${#words[@]} - 1))
  local cur="\${words[last]}" prev="\${words[last-1]}" command="\${words[1]}"
  if ((last <= 1)); then
    _coupling_demo_words '${commands.map(({ name }) => name).join(' ')} --help --version'
    return
  fi
  if [[ "$prev" == --* ]] && _coupling_demo_value "$command:$prev"; then
    _coupling_demo_colons
    return
  fi
  if [[ "$cur" == -* ]]; then
    _coupling_demo_words "$(_coupling_demo_flags "$command")"
    return
  fi
  local count=0 index
  for ((index = 2; index < last; index++)); do
    [[ "\${words[index]}" == -* || "\${words[index-1]}" == --* ]] || count=$((count + 1))
  done
  _coupling_demo_operand "$command" "$count"
  _coupling_demo_colons
}

complete -F _coupling_demo ${program}
`;
}

function valuesInBash(values: Values): string {
  switch (values.kind) {
    case 'words': {
      const words = `'${plainWords(values.words).join(' ')}'`;
      return `_coupling_demo_${values.isList === true ? 'list' : 'words'} ${words}`;
    }
    case 'scenarios':
      return `_coupling_demo_words '${plainWords(values.words).join(' ')}'; _coupling_demo_files`;
    case 'services':
      return `_coupling_demo_${values.isWhole ? 'words' : 'begun'} "$(_coupling_demo_services)"`;
    case 'files':
      return '_coupling_demo_files';
    case 'any':
      return ':';
  }
}
