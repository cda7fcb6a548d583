import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { macrosFor } from '../automations/index.ts'
import { refuseSnoozeTime, refuseUnknownWords } from '../handling/index.ts'
import type { BulkAction } from './bulk.ts'
import { isAgent } from './bulk-view.ts'

/**
 * Refuses what could be done to no ticket at all, so that a mistake is told once and not for each of them. Throws
 * `invalid` with where it is wrong.
 */
export async function checkAction(context: Context, action: BulkAction, workflow: WorkflowSnapshot): Promise<void> {
  switch (action.kind) {
    case 'transition':
      return checkStatus(action.to, workflow)
    case 'assign': {
      const { agentId } = action
      if (!(await context.read((tx) => isAgent(tx, context.workspace.id, agentId))))
        throw refuseField('/action/assign/agentId', 'unknown_agent', 'There is no such agent in this workspace.')
      return
    }
    case 'update': {
      if (Object.keys(action.set).length === 0)
        throw refuseField('/action/update', 'empty', 'Say what is to be changed.')
      return below('/action/update', () => refuseUnknownWords(workflow, null, action.set))
    }
    case 'tags': {
      if (action.add.length + action.remove.length === 0)
        throw refuseField('/action/tags', 'empty', 'Name tags to add or to remove.')
      return
    }
    case 'reply': {
      if (action.body.trim() === '') throw refuseField('/action/reply/body', 'required', 'Say something.')
      return
    }
    case 'applyMacro':
      return checkMacro(context, action.key, workflow)
    case 'snooze': {
      const { until } = action
      if (until !== null) below('/action/snooze', () => refuseSnoozeTime(Date.parse(until), context.now()))
      return
    }
    case 'unassign':
      return
  }
}

function checkMacro({ principal }: Context, key: string, workflow: WorkflowSnapshot): void {
  const known = macrosFor(workflow, principal).map(({ slug }) => slug)
  if (known.includes(key)) return
  const message = `"${key}" is not one of: ${known.join(', ')}.`
  throw refuseField('/action/applyMacro/key', 'unknown_macro', message)
}

function checkStatus(to: string, { lifecycles }: WorkflowSnapshot): void {
  const known = new Set([...lifecycles.values()].flatMap(({ statuses }) => [...statuses.keys()]))
  if (known.has(to)) return
  const message = `"${to}" is not one of: ${[...known].join(', ')}.`
  throw refuseField('/action/transition/to', 'unknown_status', message)
}

/** The complaints about a part of the body, at their places in the whole. */
function below(pointer: string, check: () => void): void {
  try {
    check()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const fields = error.fields.map((field) => ({ ...field, pointer: `${pointer}${field.pointer}` }))
    throw new AppError(error.code, error.message, {}, fields)
  }
}
