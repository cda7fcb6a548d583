import { type DryRun, dryRun } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { checkCallbackUrl } from '../deliveries/index.ts'
import { workflowToTry } from '../workflow/index.ts'
import { checkRequest } from './check-request.ts'
import type { TicketRequest } from './ticket-request.ts'

/** A request to try: it need not say whose it is. */
export type TrialRequest = Omit<
  TicketRequest,
  'customerId' | 'customer' | 'attachments' | 'openedBy' | 'note' | 'assignee'
> & {
  readonly customerId?: string
}

/**
 * Says what would become of a request: under the workflow in force, or under a document not yet published. What intake
 * would refuse is refused here. Throws `invalid`, `callback_refused`, and `workflow_invalid` for a document with errors.
 */
export async function dryRunRequest(
  context: Context,
  input: { request: TrialRequest; document: string | null; at: number | null },
): Promise<DryRun> {
  requirePermission(context, 'workflow:read')
  const { request, document } = input
  const workflow = await workflowToTry(context, document)
  atRequest(() => {
    checkRequest(workflow, request)
    if (request.callbackUrl !== undefined) checkCallbackUrl(context, request.callbackUrl)
  })
  const { customerId, issueSummary, message, callbackUrl: _callbackUrl, ...words } = request
  const asked = { ...words, summary: issueSummary ?? '', text: message, customer: { externalId: customerId } }
  return dryRun(workflow, asked, input.at ?? context.now())
}

/** The checks of intake point into the body of a request; here that body is a member of another one. */
function atRequest(check: () => void): void {
  try {
    check()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const fields = error.fields.map((field) => ({ ...field, pointer: `/request${field.pointer}` }))
    throw new AppError(error.code, error.message, error.details, fields)
  }
}
