/** The words of the small workflow below: each names one thing and stands nowhere else in its text. */
export const words = {
  queues: 'desk',
  types: 'wish',
  categories: 'topic',
  serviceLines: 'line',
  channels: 'mail',
  services: 'engine',
  skills: 'craft',
  languages: 'pt',
  teams: 'crew',
  lifecycles: 'simple',
  slaPolicies: 'promise',
  calendars: 'office',
  statuses: 'working',
} as const

export type Word = keyof typeof words

/** A workflow in which everything a ticket names can be renamed. */
export const smallWorkflow = `
name: Small
zone: Europe/Madrid
tickets: { serviceLine: other_line, language: en, priority: normal }
languages: [en, pt]
channels:
  mail: { label: M }
  api: { label: A }
serviceLines:
  line: { label: L, lifecycle: simple, type: wish, category: topic }
  other_line: { label: O, lifecycle: plain }
types:
  wish: { label: R, priority: normal, lifecycle: simple }
categories:
  topic: { label: T, team: crew, queue: desk }
services:
  engine: { label: E, kind: api }
teams:
  crew: { label: C }
skills:
  craft: { label: C }
lifecycles:
  simple:
    label: S
    start: created
    classified: classified
    assigned: working
    statuses:
      created: { label: C, category: new }
      classified: { label: C, category: new }
      working: { label: W, category: open }
      paused: { label: P, category: waiting, from: [working], awaits: customer }
      closed: { label: C, category: closed }
    transitions:
      - { from: created, to: classified, requires: [category] }
      - { from: classified, to: working, requires: [assignee] }
      - { from: working, to: closed }
  plain:
    label: P
    start: created
    classified: classified
    assigned: assigned
    statuses:
      created: { label: C, category: new }
      classified: { label: C, category: new }
      assigned: { label: A, category: open }
      closed: { label: C, category: closed }
    transitions:
      - { from: created, to: classified, requires: [category] }
      - { from: classified, to: assigned, requires: [assignee] }
      - { from: assigned, to: closed }
calendars:
  office: { zone: Europe/Madrid, alwaysOpen: true }
slaPolicies:
  promise:
    label: P
    calendar: office
    targets:
      critical: { firstResponse: 1h, resolution: 4h, ownership: 2h }
      high: { firstResponse: 1h, resolution: 4h, ownership: 2h }
      normal: { firstResponse: 1h, resolution: 4h, ownership: 2h }
      low: { firstResponse: 1h, resolution: 4h, ownership: 2h }
routing:
  otherwise: desk
  rules:
    - id: skilled
      when: request.category == "topic"
      require: { skills: { craft: 2 } }
  queues:
    desk: { label: D }
    spare: { label: S }
`

/** What the word is called after the change. */
export const newNameOf = (word: Word): string => (word === 'languages' ? 'pt-BR' : `${words[word]}2`)

/** The small workflow with new names for these words, which it says or keeps to itself. */
export function renamedWorkflow(which: readonly Word[], { says }: { says: boolean }): string {
  const text = which.reduce(
    (soFar, word) => soFar.replaceAll(new RegExp(`(?<![\\w-])${words[word]}(?![\\w-])`, 'g'), newNameOf(word)),
    smallWorkflow,
  )
  const renames = which.map((word) => `  ${word}: { ${words[word]}: ${newNameOf(word)} }\n`).join('')
  return says ? `${text}renames:\n${renames}` : text
}
