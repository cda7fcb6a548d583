import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { readSettings, type Settings, settingsTable } from '../platform/config.ts'
import { AppError } from '../platform/errors.ts'

/** Flags of a command: with a value, or a switch. */
export type Options = Readonly<Record<string, 'value' | 'switch'>>

/** What was written after the name of a command. */
export interface Arguments {
  readonly words: readonly string[]
  readonly settings: Settings
  /** The value of a flag, or null. */
  text(flag: string): string | null
  /** True for a switch that is on; `--no-x` turns it off. */
  isOn(flag: string, unlessSaid?: boolean): boolean
  /** A whole number within the bounds. Throws `invalid`. */
  number(flag: string, bounds: { unlessSaid: number; least: number; most: number }): number
  /** The parts of a comma-separated list, or null. */
  list(flag: string): string[] | null
}

/** Reads a command's own flags and those of the settings. Throws `invalid` for a flag that neither knows. */
export function readArguments(argv: readonly string[], options: Options): Arguments {
  const own: ParseArgsOptionsConfig = {}
  for (const [flag, kind] of Object.entries(options)) own[flag] = { type: kind === 'switch' ? 'boolean' : 'string' }
  const { values, positionals } = parse(argv, { ...settingFlags(), ...own })
  const forSettings = Object.entries(values).flatMap(([flag, value]) => {
    if (Object.hasOwn(own, flag)) return []
    if (typeof value === 'boolean') return value ? [`--${flag}`] : [`--no-${flag}`]
    return [`--${flag}=${value}`]
  })
  const text = (flag: string) => (typeof values[flag] === 'string' ? values[flag] : null)
  return {
    words: positionals,
    settings: readSettings(forSettings),
    text,
    isOn: (flag, unlessSaid = false) => (values[flag] as boolean | undefined) ?? unlessSaid,
    number: (flag, bounds) => numberOf(flag, text(flag), bounds),
    list: (flag) =>
      text(flag)
        ?.split(',')
        .map((part) => part.trim()) ?? null,
  }
}

function settingFlags(): ParseArgsOptionsConfig {
  const options: ParseArgsOptionsConfig = {}
  for (const setting of Object.values<{ flag: string | null; isSwitch?: true }>(settingsTable)) {
    if (setting.flag !== null) options[setting.flag] = { type: setting.isSwitch === true ? 'boolean' : 'string' }
  }
  return options
}

function parse(argv: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowNegative: true, allowPositionals: true })
    return { values: values as Record<string, string | boolean | undefined>, positionals }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new AppError('invalid', inOneSentence(message))
  }
}

/** The parser adds advice on forms of writing that nobody needs here, in lines of its own. */
function inOneSentence(message: string): string {
  const [, flag] = /^Option '(--\S+)(?: <value>)?' argument (?:is ambiguous|missing)/.exec(message) ?? []
  return flag === undefined ? (message.split('. To specify', 1)[0] ?? message) : `${flag} needs a value.`
}

function numberOf(
  flag: string,
  text: string | null,
  bounds: { unlessSaid: number; least: number; most: number },
): number {
  if (text === null) return bounds.unlessSaid
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= bounds.least && number <= bounds.most) return number
  throw new AppError('invalid', `--${flag} takes a whole number from ${bounds.least} to ${bounds.most}.`)
}
