import { AppError } from '../platform/errors.ts'
import type { Terminal } from './command.ts'
import { type CommandEntry, commands } from './commands.ts'
import { readArguments } from './read-arguments.ts'
import { nearestNames } from './nearest-names.ts'
import { openTerminal } from './terminal.ts'

/** Does what the command line asks for and gives the exit code; a refusal is one sentence on standard error. */
export async function runCommand(argv: readonly string[], terminal: Terminal = openTerminal()): Promise<number> {
  try {
    return await run(argv, terminal)
  } catch (error) {
    terminal.tell(`switchyard: ${sentenceOf(error)}`)
    return 1
  }
}

async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const first = argv[0]
  if (first === 'help' || first === '--help' || first === '-h') return showAll(terminal)
  if (first === undefined || first.startsWith('-')) return run(['start', ...argv], terminal)
  const entry = findEntry(argv)
  if (entry === null) return refuseUnknown(argv, terminal)
  const { command } = await entry.load()
  const rest = argv.slice(entry.name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(`switchyard ${entry.name} ${command.usage}`.trimEnd())
    terminal.out(`\n${command.help.trim()}`)
    return 0
  }
  const given = readArguments(rest, command.options)
  const [least, most] = command.words ?? [0, 0]
  if (given.words.length < least || given.words.length > most) {
    throw new AppError('invalid', `Write it like this: switchyard ${entry.name} ${command.usage}`.trimEnd())
  }
  return command.run(given, terminal)
}

function findEntry(argv: readonly string[]): CommandEntry | null {
  return commands.find(({ name }) => name.split(' ').every((word, index) => argv[index] === word)) ?? null
}

function showAll(terminal: Terminal): number {
  const width = Math.max(...commands.map(({ name }) => name.length))
  terminal.out('switchyard COMMAND [flags]\n')
  for (const { name, summary } of commands) terminal.out(`  ${name.padEnd(width)}  ${summary}`)
  terminal.out('\nEvery command explains itself: switchyard COMMAND --help')
  return 0
}

function refuseUnknown(argv: readonly string[], terminal: Terminal): number {
  const words = argv.slice(0, 2).filter((word) => !word.startsWith('-'))
  const known = commands.map(({ name }) => name)
  const nearest = nearestNames(words.join(' '), known)
  const hint = nearest.length > 0 ? `did you mean ${nearest.join(' or ')}?` : 'see: switchyard --help'
  terminal.tell(`switchyard: there is no command "${words.join(' ')}"; ${hint}`)
  return 1
}

/** A fault of ours shows where it happened; what was foreseen is one sentence. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof AppError) return withFields(error)
  const isSystemAnswer = 'code' in error && typeof error.code === 'string'
  return isSystemAnswer ? error.message || String(error.code) : (error.stack ?? error.message)
}

/** What is wrong with each place of the input, unless the sentence says it already. */
function withFields({ message, fields }: AppError): string {
  const said = fields.filter((field) => field.message !== message)
  return [message, ...said.map((field) => `${field.pointer.slice(1)}: ${field.message}`)].join(' ')
}
