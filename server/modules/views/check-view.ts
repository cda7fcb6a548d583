import { parseTicketQuery } from '../../core/filters/index.ts'
import { AppError, type FieldError } from '../../platform/errors.ts'
import type { ViewDetails } from './view.ts'

/** Throws `invalid`, naming every member, for a view that says nothing or cannot be read. */
export function checkView({ q, sharedWith, teams }: Pick<ViewDetails, 'q' | 'sharedWith' | 'teams'>): void {
  const faults: FieldError[] = []
  const parsed = parseTicketQuery(q)
  if (parsed.kind === 'refused')
    faults.push({
      pointer: '/q',
      code: 'unreadable_query',
      message: `${parsed.message} (\`${parsed.term}\` at ${parsed.at})`,
    })
  if (sharedWith === 'teams' && teams.length === 0)
    faults.push({ pointer: '/teams', code: 'required', message: 'Name the teams it is shared with.' })
  if (sharedWith !== 'teams' && teams.length > 0)
    faults.push({ pointer: '/teams', code: 'without_sharing', message: 'Send teams with "sharedWith": "teams".' })
  if (faults.length > 0) throw new AppError('invalid', 'The view cannot be saved like this.', {}, faults)
}
