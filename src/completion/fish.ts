import { type CompletionModel, groupedServices, plainWords, quoted, type Values } from './model.js';

/** For fish 3 and up. */
export function fishCompletion(model: CompletionModel): string {
  const { program, commands } = model;
  const services = groupedServices(model).map(
    ({ scenarios, services }) =>
      `      case ${scenarios.join(' ')}\n        string join \\n ${services.join(' ')}\n        return`,
  );
  const complete = `complete -c ${program}`;
  const lines = commands.flatMap(({ name, help, flags, arguments: each }) => [
    `${complete} -n __fish_use_subcommand -f -a ${name} -d ${quote(help)}`,
    ...[...new Set(each.map(valuesInFish))].map((values) =>
      `${complete} -n '__fish_seen_subcommand_from ${name}' ${values}`.trimEnd(),
    ),
    ...flags.map((flag) => {
      const takes = flag.values === undefined ? '' : ` -r ${valuesInFish(flag.values)}`;
      const when = `-n '__fish_seen_subcommand_from ${name}'`;
      return `${complete} ${when} -l ${flag.name.slice(2)}${takes} -d ${quote(flag.help)}`;
    }),
  ]);
  return `# Completion of ${program} for fish: ${program} completion fish | source
function __coupling_demo_services
  for word in (commandline -opc)
    switch $word
${services.join('\n')}
    end
  end
end

# One of a list: what stands before the last comma stays.
function __coupling_demo_list
  set -l head (string match -r '.*,' -- (commandline -ct))
  for word in $argv
    echo $head$word
  end
end

${lines.join('\n')}
`;
}

function quote(text: string): string {
  return quoted(text, String.raw`\'`);
}

function valuesInFish(values: Values): string {
  switch (values.kind) {
    case 'words': {
      const words = plainWords(values.words).join(' ');
      return values.isList === true ? `-f -a '(__coupling_demo_list ${words})'` : `-f -a '${words}'`;
    }
    case 'scenarios':
      return `-F -a '${plainWords(values.words).join(' ')}'`;
    case 'services':
      return "-f -a '(__coupling_demo_services)'";
    case 'files':
      return '-F';
    case 'any':
      return '-f';
  }
}
