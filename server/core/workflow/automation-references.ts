import type { WorkflowDocument } from './document.ts'
import type { Path } from './finding.ts'
import type { Refer } from './name-kinds.ts'
import { listOf } from './one-or-more.ts'

type Actions = NonNullable<WorkflowDocument['automations']>[number]['do']

/** The names that automations, macros, playbooks and first responses use. */
export function automationReferences(document: WorkflowDocument, refer: Refer): void {
  const { automations = [], macros = {}, playbooks = {}, firstResponse } = document
  automations.forEach((rule, index) => {
    refer('calendar', rule.calendar, 'automations', index, 'calendar')
    actionReferences(rule.do, ['automations', index], refer)
  })
  for (const [slug, macro] of Object.entries(macros)) {
    macro.queues?.forEach((queue, index) => refer('queue', queue, 'macros', slug, 'queues', index))
    actionReferences(macro.do ?? [], ['macros', slug], refer)
  }
  for (const [slug, playbook] of Object.entries(playbooks)) {
    playbook.steps?.forEach((step, index) => refer('macro', step.macro, 'playbooks', slug, 'steps', index, 'macro'))
  }
  for (const slug of Object.keys(firstResponse?.serviceLines ?? {})) {
    refer('serviceLine', slug, 'firstResponse', 'serviceLines', slug)
  }
}

function actionReferences(actions: Actions, path: Path, refer: Refer): void {
  actions.forEach((action, index) => {
    const at = [...path, 'do', index]
    const { transition, openCase } = action
    refer('type', action.setType, ...at, 'setType')
    refer('category', action.setCategory, ...at, 'setCategory')
    refer('queue', action.setQueue, ...at, 'setQueue')
    refer('macro', action.send, ...at, 'send')
    if (typeof transition === 'string') refer('status', transition, ...at, 'transition')
    else refer('status', transition?.to, ...at, 'transition', 'to')
    if (typeof openCase === 'string') refer('reason', openCase, ...at, 'openCase')
    else refer('reason', openCase?.reason, ...at, 'openCase', 'reason')
    for (const team of listOf(action.notify)) refer('team', team, ...at, 'notify')
  })
}
