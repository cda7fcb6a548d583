import { rareWord } from './written-words.ts'

/** A kind of question, asked with other words each time. */
export interface Question {
  readonly name: string
  readonly kind: 'list' | 'text' | 'counts'
  /** Path and query for the nth time. */
  readonly path: (turn: number) => string
  /** False where finding nothing is the answer. */
  readonly mustFind?: false
}

const common = ['payment', 'refund', 'invoice', 'charged', 'account', 'login', 'password', 'email', 'session', 'game']
const usual = ['chargeback', 'phishing', 'courier', 'certificate', 'rollback', 'coupon', 'devolución', 'segurança']
const rare = (turn: number) => rareWord((turn * 131) % 20_000)
const pick = <T>(list: readonly T[], turn: number) => list[turn % list.length] as T

const address = (path: string, query: Record<string, string>) => `${path}?${new URLSearchParams(query).toString()}`
const tickets = (query: Record<string, string>) => address('/v1/tickets', { limit: '20', ...query })
const q = (text: string, more: Record<string, string> = {}) => tickets({ q: text, ...more })

/** What is asked of `count` tickets. */
export function questionsFor(count: number): Question[] {
  const lot = (turn: number) => Math.floor(((turn * 7_919) % count) / 400)
  const number = (turn: number) => 1_000_001 + ((turn * 7_919) % count)
  const day = (turn: number) => new Date(Date.now() - (3 + (turn % 80)) * 86_400_000).toISOString().slice(0, 10)
  return [
    { name: 'newest', kind: 'list', path: () => tickets({}) },
    {
      name: 'open of a queue',
      kind: 'list',
      path: (turn) => q(`is:open queue:${pick(['payments', 'security'], turn)}`),
    },
    { name: 'open and nobody’s', kind: 'list', path: () => q('is:open assignee:none') },
    { name: 'about to breach', kind: 'list', path: () => q('is:open breach<1h') },
    { name: 'frequent tag', kind: 'list', path: () => q('tag:vip') },
    { name: 'rare tag', kind: 'list', path: (turn) => q(`tag:lot-${lot(turn)}`) },
    { name: 'category and priority', kind: 'list', path: () => q('category:security_event priority:critical') },
    { name: 'one ticket by number', kind: 'list', path: (turn) => q(`number:${number(turn)}`) },
    { name: 'tickets of a customer', kind: 'list', path: (turn) => q(`customer:c-${8 + 7 * (turn % 900)}`) },
    { name: 'days long past', kind: 'list', path: (turn) => q(`created:${day(turn)} is:open`) },
    { name: 'rare tag, no hit', kind: 'list', path: (turn) => q(`tag:none-${turn}`), mustFind: false },
    { name: 'frequent word', kind: 'text', path: (turn) => q(pick(common, turn)) },
    { name: 'usual word', kind: 'text', path: (turn) => q(pick(usual, turn)) },
    { name: 'rare word', kind: 'text', path: (turn) => q(rare(turn)) },
    { name: 'two words', kind: 'text', path: (turn) => q(`${pick(common, turn)} ${pick(usual, turn)}`) },
    { name: 'frequent and rare', kind: 'text', path: (turn) => q(`payment ${rare(turn)}`), mustFind: false },
    { name: 'phrase', kind: 'text', path: (turn) => q(`"${pick(common, turn)} ${pick(common, turn + 1)}"`) },
    { name: 'beginning of a word', kind: 'text', path: (turn) => q(`${pick(usual, turn).slice(0, 5)}*`) },
    { name: 'word and fields', kind: 'text', path: (turn) => q(`${pick(usual, turn)} is:open priority:high`) },
    { name: 'word and a rare tag', kind: 'text', path: (turn) => q(`payment tag:lot-${lot(turn)}`), mustFind: false },
    { name: 'left out', kind: 'text', path: () => q('refund -payment') },
    { name: 'the best first', kind: 'text', path: (turn) => q(pick(usual, turn), { sort: 'relevance' }) },
    {
      name: 'with a slip',
      kind: 'text',
      path: (turn) => q(pick(['paymnet', 'refnud', 'pasword', 'chargebak'], turn)),
    },
    { name: 'nothing', kind: 'text', path: (turn) => q(`xyzzy${turn}`), mustFind: false },
    {
      name: 'palette while typing',
      kind: 'text',
      path: (turn) => address('/v1/search', { q: pick(usual, turn).slice(0, 3 + (turn % 4)) }),
    },
    { name: 'counts of the views', kind: 'counts', path: () => '/v1/views/counts' },
  ]
}
