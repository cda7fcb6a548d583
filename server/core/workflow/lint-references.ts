import type { WorkflowDocument } from './document.ts'
import type { Finding, Path } from './finding.ts'
import { doubt, fault } from './finding.ts'
import { type NameKind, nameKinds, type Refer } from './name-kinds.ts'
import { listOf } from './one-or-more.ts'
import { articleReferences } from './lint-articles.ts'
import { automationReferences } from './automation-references.ts'
import { pageReferences } from './lint-page.ts'
import { overflowWords } from './overflow-words.ts'

/** The names a document defines, by kind. */
export type KnownNames = Readonly<Record<NameKind, ReadonlySet<string>>>

export function knownNames(document: WorkflowDocument): KnownNames {
  const { routing, cases, lifecycles } = document
  const keys = (members: object | undefined) => new Set(Object.keys(members ?? {}))
  return {
    queue: keys(routing.queues),
    skill: keys(document.skills),
    language: new Set(document.languages),
    calendar: keys(document.calendars),
    lifecycle: keys(lifecycles),
    policy: keys(document.slaPolicies),
    type: keys(document.types),
    category: keys(document.categories),
    serviceLine: keys(document.serviceLines),
    channel: keys(document.channels),
    service: keys(document.services),
    team: keys(document.teams),
    status: new Set(Object.values(lifecycles).flatMap((lifecycle) => Object.keys(lifecycle.statuses))),
    reason: keys(cases?.reasons),
    check: keys(cases?.checks),
    riskClass: keys(cases?.riskClasses),
    macro: keys(document.macros),
    article: keys(document.articles),
    rule: new Set(routing.rules.map((rule) => rule.id)),
  }
}

/** The finding for a name nothing answers to, or null. */
export function unknownName(known: KnownNames, kind: NameKind, name: string, path: Path): Finding | null {
  if (known[kind].has(name)) return null
  const names = [...known[kind]]
  const hint = names.length === 0 ? 'None is defined.' : `Defined: ${names.slice(0, 12).join(', ')}.`
  return fault(nameKinds[kind], path, `There is no ${wordOf(kind)} "${name}". ${hint}`)
}

function wordOf(kind: NameKind): string {
  if (kind === 'riskClass') return 'risk class'
  return kind === 'serviceLine' ? 'service line' : kind
}

/** Every name in the document that nothing answers to. */
export function lintReferences(document: WorkflowDocument): readonly Finding[] {
  const known = knownNames(document)
  const findings: Finding[] = []
  const refer = (kind: NameKind, name: string | undefined, ...path: Path) => {
    if (name === undefined) return
    const finding = unknownName(known, kind, name, path)
    if (finding !== null) findings.push(finding)
  }
  catalogueReferences(document, refer)
  ruleReferences(document, refer)
  queueReferences(document, refer)
  clockReferences(document, refer)
  deskReferences(document, refer)
  pageReferences(document, refer)
  automationReferences(document, refer)
  articleReferences(document, refer)
  testReferences(document, refer)
  return [...findings, ...languageDoubts(document, known), ...renameDoubts(document, known)]
}

function catalogueReferences(document: WorkflowDocument, refer: Refer): void {
  const { tickets, serviceLines, types, categories, services = {} } = document
  refer('serviceLine', tickets.serviceLine, 'tickets', 'serviceLine')
  refer('serviceLine', document.orderSupport?.serviceLine, 'orderSupport', 'serviceLine')
  refer('channel', document.orderSupport?.channel, 'orderSupport', 'channel')
  refer('language', tickets.language, 'tickets', 'language')
  for (const [slug, calendar] of Object.entries(document.calendars))
    refer('calendar', calendar.within, 'calendars', slug, 'within')
  for (const [slug, channel] of Object.entries(document.channels))
    refer('calendar', channel.hours, 'channels', slug, 'hours')
  for (const [slug, line] of Object.entries(serviceLines)) {
    refer('lifecycle', line.lifecycle, 'serviceLines', slug, 'lifecycle')
    refer('category', line.category, 'serviceLines', slug, 'category')
    refer('type', line.type, 'serviceLines', slug, 'type')
    refer('queue', line.queue, 'serviceLines', slug, 'queue')
  }
  for (const [slug, type] of Object.entries(types)) {
    refer('lifecycle', type.lifecycle, 'types', slug, 'lifecycle')
    for (const [name, field] of Object.entries(type.fields ?? {}))
      field.requiredFor?.forEach((status, index) =>
        refer('status', status, 'types', slug, 'fields', name, 'requiredFor', index),
      )
  }
  for (const [slug, list] of Object.entries(document.checklists ?? {}))
    list.types?.forEach((type, index) => refer('type', type, 'checklists', slug, 'types', index))
  for (const [slug, category] of Object.entries(categories)) {
    refer('category', category.parent, 'categories', slug, 'parent')
    refer('type', category.type, 'categories', slug, 'type')
    refer('team', category.team, 'categories', slug, 'team')
    refer('queue', category.queue, 'categories', slug, 'queue')
  }
  for (const [slug, service] of Object.entries(services)) refer('queue', service.queue, 'services', slug, 'queue')
}

function ruleReferences({ routing }: WorkflowDocument, refer: Refer): void {
  refer('queue', routing.otherwise, 'routing', 'otherwise')
  refer('queue', routing.messageQueue, 'routing', 'messageQueue')
  routing.rules.forEach((rule, index) => {
    const path = ['routing', 'rules', index]
    refer('queue', rule.set?.queue, ...path, 'set', 'queue')
    refer('type', rule.set?.type, ...path, 'set', 'type')
    refer('category', rule.set?.category, ...path, 'set', 'category')
    refer('policy', rule.set?.slaPolicy, ...path, 'set', 'slaPolicy')
    for (const skill of Object.keys(rule.require?.skills ?? {}))
      refer('skill', skill, ...path, 'require', 'skills', skill)
    for (const team of listOf(rule.notify)) refer('team', team, ...path, 'notify')
  })
}

function queueReferences({ routing }: WorkflowDocument, refer: Refer): void {
  for (const [slug, queue] of Object.entries(routing.queues)) {
    const path = ['routing', 'queues', slug]
    refer('team', queue.team, ...path, 'team')
    refer('calendar', queue.hours, ...path, 'hours')
    refer('queue', queue.messageQueue, ...path, 'messageQueue')
    queue.relax?.forEach((step, index) => {
      for (const skill of Object.keys(step.skills ?? {}))
        refer('skill', skill, ...path, 'relax', index, 'skills', skill)
      for (const skill of listOf(step.drop)) refer('skill', skill, ...path, 'relax', index, 'drop')
    })
    queue.overflow?.forEach((step, index) => {
      if (!overflowWords.has(step.to ?? '')) refer('queue', step.to, ...path, 'overflow', index, 'to')
    })
  }
}

function clockReferences({ slaPolicies = {} }: WorkflowDocument, refer: Refer): void {
  for (const [slug, policy] of Object.entries(slaPolicies)) {
    refer('calendar', policy.calendar, 'slaPolicies', slug, 'calendar')
    policy.escalations?.forEach((step, index) => {
      const path = ['slaPolicies', slug, 'escalations', index]
      for (const team of listOf(step.notify)) refer('team', team, ...path, 'notify')
      refer('queue', step.requeue, ...path, 'requeue')
      refer('reason', step.openCase, ...path, 'openCase')
    })
  }
}

/** The lists of `renames`, and what their keys name. */
const renamed = {
  queues: 'queue',
  types: 'type',
  categories: 'category',
  serviceLines: 'serviceLine',
  channels: 'channel',
  skills: 'skill',
  lifecycles: 'lifecycle',
  statuses: 'status',
  services: 'service',
  teams: 'team',
  languages: 'language',
  slaPolicies: 'policy',
  calendars: 'calendar',
  reasons: 'reason',
} as const

function deskReferences({ cases, channels, mail, renames }: WorkflowDocument, refer: Refer): void {
  for (const [slug, { widget }] of Object.entries(channels))
    refer('serviceLine', widget?.serviceLine, 'channels', slug, 'widget', 'serviceLine')
  mail?.channels?.forEach((channel, index) => refer('channel', channel, 'mail', 'channels', index))
  for (const [slug, reason] of Object.entries(cases?.reasons ?? {})) {
    refer('queue', reason.queue, 'cases', 'reasons', slug, 'queue')
    refer('calendar', reason.calendar, 'cases', 'reasons', slug, 'calendar')
    refer('riskClass', reason.riskClass, 'cases', 'reasons', slug, 'riskClass')
    reason.checks?.forEach((check, index) => refer('check', check, 'cases', 'reasons', slug, 'checks', index))
  }
  cases?.triggers?.forEach((trigger, index) => refer('reason', trigger.reason, 'cases', 'triggers', index, 'reason'))
  for (const [list, kind] of Object.entries(renamed) as [keyof typeof renamed, NameKind][]) {
    for (const [from, to] of Object.entries(renames?.[list] ?? {})) refer(kind, to, 'renames', list, from)
  }
}

/** Tickets go from a key that leaves to the one it is renamed to; one that stays keeps its own. */
function renameDoubts({ renames = {} }: WorkflowDocument, known: KnownNames): readonly Finding[] {
  return (Object.entries(renamed) as [keyof typeof renamed, NameKind][]).flatMap(([list, kind]) =>
    Object.keys(renames[list] ?? {})
      .filter((from) => known[kind].has(from))
      .map((from) =>
        doubt(
          'rename_without_effect',
          ['renames', list, from],
          `There still is a ${wordOf(kind)} "${from}", so nothing is renamed.`,
        ),
      ),
  )
}

function testReferences({ tests = [] }: WorkflowDocument, refer: Refer): void {
  tests.forEach(({ given, expect }, index) => {
    const path = ['tests', index]
    refer('channel', given.channel, ...path, 'given', 'channel')
    refer('serviceLine', given.serviceLine, ...path, 'given', 'serviceLine')
    refer('type', given.type, ...path, 'given', 'type')
    refer('category', given.category, ...path, 'given', 'category')
    given.affected?.forEach((service, position) => refer('service', service, ...path, 'given', 'affected', position))
    refer('queue', expect.queue, ...path, 'expect', 'queue')
    refer('type', expect.type, ...path, 'expect', 'type')
    refer('category', expect.category, ...path, 'expect', 'category')
    refer('serviceLine', expect.serviceLine, ...path, 'expect', 'serviceLine')
    refer('lifecycle', expect.lifecycle, ...path, 'expect', 'lifecycle')
    refer('status', expect.status, ...path, 'expect', 'status')
    refer('policy', expect.slaPolicy, ...path, 'expect', 'slaPolicy')
    for (const skill of Object.keys(expect.skills ?? {})) refer('skill', skill, ...path, 'expect', 'skills', skill)
    for (const team of listOf(expect.notify)) refer('team', team, ...path, 'expect', 'notify')
    expect.articles?.forEach((article, position) => refer('article', article, ...path, 'expect', 'articles', position))
    expect.rules?.forEach((rule, position) => refer('rule', rule, ...path, 'expect', 'rules', position))
  })
}

/** A requirement for a language the workspace does not list can be met, but is likely a slip. */
function languageDoubts({ routing }: WorkflowDocument, known: KnownNames): readonly Finding[] {
  const named: [string, Path][] = [
    ...routing.rules.flatMap((rule, index) =>
      (rule.require?.language ?? []).map((language, at): [string, Path] => [
        language,
        ['routing', 'rules', index, 'require', 'language', at],
      ]),
    ),
    ...Object.entries(routing.queues).flatMap(([slug, queue]) =>
      (queue.relax ?? []).flatMap((step, index) =>
        (step.language === 'any' ? [] : (step.language ?? [])).map((language, at): [string, Path] => [
          language,
          ['routing', 'queues', slug, 'relax', index, 'language', at],
        ]),
      ),
    ),
  ]
  return named
    .filter(([language]) => !known.language.has(language))
    .map(([language, path]) =>
      doubt('unknown_language', path, `"${language}" is not among the languages of the workspace.`),
    )
}
