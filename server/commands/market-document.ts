import { readFile } from 'node:fs/promises'
import type { MarketCheck } from '../core/market/index.ts'
import type { MarketPlan } from '../modules/markets/index.ts'
import { AppError } from '../platform/errors.ts'
import type { Terminal } from './command.ts'

/** The text of a market file. Throws `not_found`. */
export async function readMarketFile(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new AppError('not_found', `The file ${file} cannot be read.`)
  })
}

/** Prints what is wrong with a market document, a line each, with its place; true when it may be published. */
export function tellCheck({ file, check }: { file: string; check: MarketCheck }, terminal: Terminal): boolean {
  const { problems, tests, slug } = check
  for (const { line, column, severity, code, message } of problems.toSorted(byPlace)) {
    terminal.out(`${file}:${line}:${column} ${severity} ${code} ${message}`)
  }
  const of = (severity: string) => problems.filter((problem) => problem.severity === severity).length
  const passed = tests.filter((test) => test.passed).length
  const warnings = of('warning') > 0 ? `, ${count(of('warning'), 'warning')}` : ''
  if (slug === null) terminal.tell(`${count(of('error'), 'error')}${warnings}.`)
  else terminal.tell(`${passed} of ${tests.length} tests pass${warnings}.`)
  return slug !== null
}

type Problem = MarketCheck['problems'][number]
const byPlace = (a: Problem, b: Problem) => a.line - b.line || a.column - b.column

const subjects = { market: 'market', group: 'category group', subcategory: 'sub-category' } as const
/** The names under which administrators know these settings. */
const labels: Readonly<Record<string, string>> = {
  ticketType: 'Ticket Type',
  submitToExternalPartners: 'Submit Support Requests to External Partners',
  knowledgeForceIssueId: 'Knowledge Force Issue ID',
  allowRecentOrder: 'Allow choosing a recent order',
  storeTicketTimeThresholdMinutes: 'Store Support Ticket Time Threshold',
  storeTicketWithoutSubscriberIsGeneral: 'Forward as General without a Store subscriber',
}

/** Prints what differs between two texts, a line each. */
export function tellChanges(changes: MarketPlan['changes'], terminal: Terminal): void {
  for (const { subject, id, field, from, to } of changes) {
    const what = `${subjects[subject]} ${id}`
    if (field !== null) terminal.out(`~ ${what}: ${labels[field] ?? field} ${from ?? '(unset)'} -> ${to ?? '(unset)'}`)
    else terminal.out(from === null ? `+ ${what} (${to})` : `- ${what} (${from})`)
  }
}

/** Prints what a publication would change, and what it would have done to past requests. */
export function tellPlan(plan: MarketPlan, terminal: Terminal): void {
  const { changes, conflict, effect, version, slug } = plan
  tellChanges(changes, terminal)
  const against = version === 0 ? 'None is in force yet' : `Against version ${version}`
  if (plan.isInForce) terminal.tell(`${slug} has this very text in force (version ${version}).`)
  else
    terminal.tell(
      `${against}: ${changes.length === 0 ? 'nothing changes but the text' : count(changes.length, 'change')}.`,
    )
  if (conflict !== null)
    terminal.tell(`${conflict.brand} in ${conflict.region} belongs to the market "${conflict.market}".`)
  if (effect !== null && changes.length > 0) terminal.tell(effectText(effect))
}

function effectText(effect: NonNullable<MarketPlan['effect']>): string {
  const parts = [
    [effect.toStore, 'would be STORE'],
    [effect.toGeneral, 'would be GENERAL'],
    [effect.nowForPartners, 'would be told to partners'],
    [effect.nowInternal, 'would stay with own queues'],
    [effect.notOffered, 'chose what is not offered any more'],
    [effect.unknown, 'cannot be said: their order was erased'],
  ] as const
  const said = parts.flatMap(([number, text]) => (number > 0 ? [`${number} ${text}`] : []))
  const asked = `Of ${count(effect.requests, 'request')} of the last 30 days`
  return `${asked} ${said.length === 0 ? 'none would be decided otherwise' : said.join(', ')}.`
}

/** The number of a version that somebody wrote at the terminal. Throws `invalid` with the sentence for any other word. */
export function readVersion(text: string | null, orElse: string): number {
  if (text !== null && /^\d{1,15}$/.test(text)) return Number(text)
  throw new AppError('invalid', orElse)
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
