import type { Action, Automation, FirstResponses, Macro, Playbook, TimeTrigger } from '../automations/automation.ts'
import type { ControlPlaces, SomeControls } from '../automations/controls.ts'
import type { Calendar } from '../calendars/calendar.ts'
import { automationCondition } from './compile-expressions.ts'
import type { WorkflowDocument } from './document.ts'
import { countedIn } from './counted-in.ts'
import { durationMs } from './duration.ts'
import { listOf } from './one-or-more.ts'
import { canonicalPriority } from './priority.ts'

type AutomationDocument = NonNullable<WorkflowDocument['automations']>[number]
type ActionDocument = AutomationDocument['do'][number]

/** What happens by itself and what is suggested, ready to be asked. */
export interface AutomationPolicy {
  /** In the order in which they are asked. */
  readonly rules: readonly Automation[]
  readonly macros: ReadonlyMap<string, Macro>
  readonly playbooks: ReadonlyMap<string, Playbook>
  readonly firstResponses: FirstResponses | null
  readonly controls: ControlPlaces
  /** Whether some tickets are left to people to classify; most workflows need not ask for each of them. */
  readonly withholds: boolean
}

/** Compiles rules, macros, playbooks, first responses and controls. Throws for a document the linter refuses. */
export function compileAutomations(
  document: WorkflowDocument,
  calendars: ReadonlyMap<string, Calendar>,
  lineOf: (...path: (string | number)[]) => number | null,
): AutomationPolicy {
  const { automations = [], macros = {}, playbooks = {}, firstResponse } = document
  const controls = controlPlacesOf(document)
  return {
    rules: automations.map((rule, index) => compileAutomation(rule, calendars, lineOf('automations', index))),
    macros: new Map(Object.entries(macros).map(([slug, macro]) => [slug, compileMacro(slug, macro)])),
    playbooks: new Map(Object.entries(playbooks).map(([slug, playbook]) => [slug, compilePlaybook(slug, playbook)])),
    firstResponses:
      firstResponse === undefined
        ? null
        : {
            otherwise: firstResponse.otherwise,
            serviceLines: new Map(Object.entries(firstResponse.serviceLines ?? {})),
          },
    controls,
    withholds: [controls.workflow, ...Object.values(controls.channels), ...Object.values(controls.queues)].some(
      ({ classify }) => classify !== undefined && classify !== 'set',
    ),
  }
}

/** The controls of a document, whether or not anything else in it can be read. */
export function controlPlacesOf(document: WorkflowDocument): ControlPlaces {
  const said = (members: Readonly<Record<string, { automation?: SomeControls }>>) =>
    Object.fromEntries(
      Object.entries(members).flatMap(([slug, { automation }]) =>
        automation === undefined ? [] : [[slug, automation]],
      ),
    )
  return {
    workflow: document.automation ?? {},
    channels: said(document.channels),
    queues: said(document.routing.queues),
  }
}

function compileAutomation(
  rule: AutomationDocument,
  calendars: ReadonlyMap<string, Calendar>,
  line: number | null,
): Automation {
  return {
    slug: rule.id,
    label: rule.label,
    line,
    events: new Set(rule.on ?? []),
    time: timeTrigger(rule, calendars),
    when: automationCondition(rule.when),
    actions: rule.do.flatMap(actionsOf),
    stops: rule.stop ?? false,
    isOff: rule.off ?? false,
  }
}

function timeTrigger(rule: AutomationDocument, calendars: ReadonlyMap<string, Calendar>): TimeTrigger | null {
  const afterMs = durationMs(rule.after ?? '')
  if (afterMs === null) return null
  const calendar = countedIn(calendars.get(rule.calendar ?? ''), rule.after ?? '')
  return { afterMs, since: rule.since ?? 'status', in: rule.in ?? [], calendar }
}

function compileMacro(slug: string, macro: NonNullable<WorkflowDocument['macros']>[string]): Macro {
  return {
    slug,
    label: macro.label,
    body: macro.body,
    isInternal: macro.internal ?? false,
    when: automationCondition(macro.when),
    queues: macro.queues ?? [],
    roles: macro.roles ?? [],
    actions: (macro.do ?? []).flatMap(actionsOf),
  }
}

function compilePlaybook(slug: string, playbook: NonNullable<WorkflowDocument['playbooks']>[string]): Playbook {
  return {
    slug,
    label: playbook.label,
    when: automationCondition(playbook.when),
    steps: (playbook.steps ?? []).map(({ text, macro, url }) => ({ text, macro: macro ?? null, url: url ?? null })),
    guidance: playbook.guidance ?? null,
  }
}

/** The members of one entry of `do`, in the order in which they are written. */
function actionsOf(entry: ActionDocument): readonly Action[] {
  return (Object.keys(entry) as (keyof ActionDocument)[]).flatMap((verb) => actionOf(entry, verb) ?? [])
}

function actionOf(entry: ActionDocument, verb: keyof ActionDocument): Action | null {
  switch (verb) {
    case 'setPriority':
      return { kind: verb, to: canonicalPriority(entry.setPriority ?? '') ?? 'normal' }
    case 'setType':
    case 'setCategory':
    case 'setQueue':
      return { kind: verb, to: entry[verb] ?? '' }
    case 'setFields':
      return { kind: verb, fields: entry.setFields ?? {} }
    case 'tag':
    case 'untag':
      return { kind: verb, tags: listOf(entry[verb]) }
    case 'transition': {
      const wanted = typeof entry.transition === 'string' ? { to: entry.transition } : entry.transition
      return { kind: verb, to: '', resolution: null, note: null, ...wanted }
    }
    case 'assign':
      return { kind: verb, agent: entry.assign ?? '' }
    case 'unassign':
      return entry.unassign === true ? { kind: verb } : null
    case 'note':
      return { kind: verb, text: entry.note ?? '' }
    case 'send':
      return { kind: verb, macro: entry.send ?? '' }
    case 'openCase': {
      const wanted = typeof entry.openCase === 'string' ? { reason: entry.openCase } : entry.openCase
      const { severity, ...opening } = { reason: '', note: null, severity: '', ...wanted }
      return { kind: verb, ...opening, severity: canonicalPriority(severity) }
    }
    case 'notify':
      return { kind: verb, teams: listOf(entry.notify) }
  }
}
