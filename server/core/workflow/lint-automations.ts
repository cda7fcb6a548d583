import { firstResponseRule } from '../automations/first-response.ts'
import { neverAutomatic, openBraceIn, partsOf, templateVariables } from '../automations/template.ts'
import type { WorkflowDocument } from './document.ts'
import { durationMs, mixesDays } from './duration.ts'
import type { Finding, Path } from './finding.ts'
import { doubt, fault } from './finding.ts'
import { mixedDays } from './lint-clocks.ts'

type AutomationDocument = NonNullable<WorkflowDocument['automations']>[number]
type Actions = AutomationDocument['do']

const categories = new Set(['new', 'open', 'waiting', 'hold', 'solved', 'closed'])
const known: ReadonlySet<string> = new Set(templateVariables)
const shortestWaitMs = 60_000

/** Rules that are never asked or do nothing, texts that name what is not there or lack a language. */
export function lintAutomations(document: WorkflowDocument): readonly Finding[] {
  const { automations = [], macros = {}, firstResponse } = document
  const ids = automations.map(({ id }) => id)
  const findings = automations.flatMap((rule, index) => {
    const path: Path = ['automations', index]
    const isReserved = rule.id === firstResponseRule.slug
    const reserved = isReserved
      ? [fault('reserved_name', [...path, 'id'], `"${rule.id}" is the answer to a new ticket.`)]
      : []
    const isTwice = ids.indexOf(rule.id) !== index
    const twice = isTwice
      ? [fault('duplicate_name', [...path, 'id'], `There are two automations called "${rule.id}".`)]
      : []
    return [
      ...reserved,
      ...twice,
      ...lintTrigger(document, rule, path),
      ...lintActions(document, rule.do, { path, isMacro: false }),
    ]
  })
  for (const [slug, macro] of Object.entries(macros)) {
    const path: Path = ['macros', slug]
    findings.push(...lintTexts(document, macro.body, { path: [...path, 'body'], isAutomatic: false }))
    findings.push(...lintActions(document, macro.do ?? [], { path, isMacro: true }))
  }
  if (firstResponse === undefined) return [...findings, ...lintUnanswered(document)]
  const automatic = (texts: Readonly<Record<string, string>>, ...path: Path) =>
    lintTexts(document, texts, { path: ['firstResponse', ...path], isAutomatic: true })
  findings.push(...automatic(firstResponse.otherwise, 'otherwise'))
  for (const [slug, texts] of Object.entries(firstResponse.serviceLines ?? {})) {
    findings.push(...automatic(texts, 'serviceLines', slug))
  }
  return findings
}

/** A control that sends what nobody has written. */
function lintUnanswered({ automation, channels, routing }: WorkflowDocument): readonly Finding[] {
  const message = 'There is no `firstResponse` to send.'
  const at = (path: Path, said: { firstResponse?: string } | undefined) =>
    said?.firstResponse === 'send' ? [doubt('text_missing', [...path, 'automation', 'firstResponse'], message)] : []
  return [
    ...at([], automation),
    ...Object.entries(channels).flatMap(([slug, channel]) => at(['channels', slug], channel.automation)),
    ...Object.entries(routing.queues).flatMap(([slug, queue]) => at(['routing', 'queues', slug], queue.automation)),
  ]
}

function lintTrigger(document: WorkflowDocument, rule: AutomationDocument, path: Path): readonly Finding[] {
  const findings: Finding[] = []
  if (rule.on === undefined && rule.after === undefined) {
    const message = 'This is never asked: say on which events (`on`) or after which time (`after`).'
    findings.push({ ...fault('trigger_missing', path, message), at: 'key' })
  }
  if (rule.after === undefined) {
    for (const name of ['since', 'in', 'calendar'] as const) {
      if (rule[name] !== undefined)
        findings.push(doubt('trigger_unused', [...path, name], `\`${name}\` says nothing without \`after\`.`))
    }
    return findings
  }
  if ((durationMs(rule.after) ?? 0) < shortestWaitMs)
    findings.push(fault('out_of_range', [...path, 'after'], 'A rule waits for at least a minute.'))
  if (rule.calendar !== undefined && mixesDays(rule.after))
    findings.push(fault('ambiguous_days', [...path, 'after'], mixedDays))
  const statuses = new Set(Object.values(document.lifecycles).flatMap((lifecycle) => Object.keys(lifecycle.statuses)))
  rule.in?.forEach((name, index) => {
    if (categories.has(name) || statuses.has(name)) return
    const message = `"${name}" is neither a status nor one of ${[...categories].join(', ')}.`
    findings.push(fault('unknown_status', [...path, 'in', index], message))
  })
  return findings
}

function lintActions(
  document: WorkflowDocument,
  actions: Actions,
  { path, isMacro }: { path: Path; isMacro: boolean },
): readonly Finding[] {
  return actions.flatMap((entry, index) => {
    const at: Path = [...path, 'do', index]
    const findings: Finding[] = []
    if (Object.keys(entry).length === 0) findings.push(fault('action_missing', at, 'This does nothing.'))
    if (entry.assign === 'me' && !isMacro)
      findings.push(fault('action_not_here', [...at, 'assign'], '`me` is whoever applies a macro; name an agent’s id.'))
    if (entry.send !== undefined && isMacro)
      findings.push(fault('action_not_here', [...at, 'send'], 'A macro says its own `body`.'))
    for (const name of Object.keys(entry.setFields ?? {})) {
      const isKnown = Object.values(document.types).some((type) => Object.hasOwn(type.fields ?? {}, name))
      if (!isKnown)
        findings.push(fault('unknown_field', [...at, 'setFields', name], `No type of ticket has a field "${name}".`))
    }
    if (entry.note !== undefined)
      findings.push(...lintText(entry.note, { path: [...at, 'note'], isAutomatic: !isMacro, isInternal: true }))
    if (entry.send !== undefined && !isMacro) findings.push(...lintSent(document, entry.send, [...at, 'send']))
    return findings
  })
}

/** A macro that is sent without anybody reading it first. */
function lintSent({ macros = {} }: WorkflowDocument, slug: string, path: Path): readonly Finding[] {
  const macro = Object.hasOwn(macros, slug) ? macros[slug] : undefined
  if (macro === undefined) return []
  if (macro.internal === true)
    return [fault('action_not_here', path, `"${slug}" is a note; it is not sent to a customer.`)]
  const named = Object.values(macro.body).flatMap((text) => partsOf(text).map(({ variable }) => variable))
  return [...new Set(named)]
    .filter((variable) => neverAutomatic.has(variable))
    .map((variable) => fault('action_not_here', path, `"${slug}" names {{${variable}}}, which is not sent by itself.`))
}

function lintTexts(
  document: WorkflowDocument,
  texts: Readonly<Record<string, string>>,
  place: { path: Path; isAutomatic: boolean },
): readonly Finding[] {
  const { path, isAutomatic } = place
  const missing = document.languages.filter((language) => !Object.hasOwn(texts, language))
  const message = `This has no text in ${missing.join(', ')}; ${document.tickets.language} is used instead.`
  const doubts: Finding[] = missing.length === 0 ? [] : [{ ...doubt('text_missing', path, message), at: 'key' }]
  if (!Object.hasOwn(texts, document.tickets.language)) {
    const needed = `This needs a text in ${document.tickets.language}, the language of tickets that name none.`
    doubts.push({ ...fault('text_missing', path, needed), at: 'key' })
  }
  return [
    ...doubts,
    ...Object.entries(texts).flatMap(([language, text]) =>
      lintText(text, { path: [...path, language], isAutomatic, isInternal: false }),
    ),
  ]
}

function lintText(
  text: string,
  { path, isAutomatic, isInternal }: { path: Path; isAutomatic: boolean; isInternal: boolean },
): readonly Finding[] {
  const open = openBraceIn(text)
  const braces: Finding[] =
    open === null ? [] : [{ ...fault('unknown_variable', path, 'This brace is left open.'), offset: open }]
  const unknown = partsOf(text).flatMap(({ variable, start }): Finding[] => {
    if (!known.has(variable)) {
      const message = `There is no {{${variable}}}. There are ${templateVariables.join(', ')}.`
      return [{ ...fault('unknown_variable', path, message), offset: start }]
    }
    if (!isAutomatic || isInternal || !neverAutomatic.has(variable)) return []
    const message = `{{${variable}}} is not sent by itself: nobody has read it before.`
    return [{ ...fault('unknown_variable', path, message), offset: start }]
  })
  return [...braces, ...unknown]
}
