import {
  type Answer,
  type AnswerFault,
  findAnswerFaults,
  scoreReview,
  type Scorecard,
  topOf,
} from '../../core/quality/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError, type FieldError, refuseField } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { can, requirePermission } from '../access/index.ts'
import { actorOf, appendEvents } from '../events/index.ts'
import { getTicket, placeOf } from '../tickets/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import type { Review } from './review.ts'
import { insertReview } from './review-store.ts'
import { findReview } from './review-view.ts'

export interface ReviewInput {
  readonly ticketId: string
  readonly scorecard: string
  readonly answers: readonly Answer[]
  readonly note: string | null
}

/**
 * Reviews how a ticket was handled; its assignee is who is reviewed. Throws `not_found` for an unknown ticket, `invalid`
 * for an unknown scorecard or answers that do not fit it, `forbidden` for a review of one's own work, `conflict` for a second one.
 */
export async function createReview(context: Context, input: ReviewInput): Promise<Review> {
  requirePermission(context, 'qa:write')
  const [ticket, workflow] = await Promise.all([
    getTicket(context, { ticketId: input.ticketId }),
    currentWorkflow(context),
  ])
  if (ticket === null || !can(context.principal, 'qa:write', placeOf(ticket)))
    throw new AppError('not_found', 'There is no such ticket.')
  const scorecard = workflow.scorecards.get(input.scorecard)
  if (scorecard === undefined) {
    const known = [...workflow.scorecards.keys()].join(', ')
    throw refuseField('/scorecard', 'unknown_scorecard', `No scorecard "${input.scorecard}". There are: ${known}.`)
  }
  const faults = findAnswerFaults(scorecard.criteria, input.answers).map((fault) => fieldError(scorecard, fault))
  if (faults.length > 0) throw new AppError('invalid', 'The answers do not fit the scorecard.', {}, faults)
  const agentId = ticket.assignee?.id ?? null
  if (agentId !== null && agentId === context.principal.agentId)
    throw new AppError('forbidden', 'Nobody reviews their own work.')
  return context.transaction(async (tx) => {
    const id = newId()
    const isNew = await insertReview(tx, context.workspace.id, {
      ...input,
      id,
      agentId,
      workflowVersion: workflow.version,
      reviewedBy: actorOf(context.principal),
      score: scoreReview(scorecard.criteria, input.answers),
      at: context.now(),
    })
    if (!isNew) throw new AppError('conflict', 'You have reviewed this ticket by this scorecard.')
    const subject = { kind: 'review', id, seq: 1 } as const
    const data = {
      scorecard: scorecard.slug,
      reviewId: encodeId('review', id),
      agentId: agentId === null ? null : encodeId('agent', agentId),
    }
    await appendEvents(tx, context, [{ type: 'qa.reviewed', subject, ticketId: ticket.id, data }])
    const review = await findReview(tx, context.workspace.id, id)
    if (review === null) throw new Error(`Review ${id} was added and is gone.`)
    return review
  })
}

function fieldError({ criteria }: Scorecard, { criterion, code, index }: AnswerFault): FieldError {
  const pointer = index === null ? '/answers' : `/answers/${index}/${code === 'wrong_rating' ? 'rating' : 'criterion'}`
  return { pointer, code, message: messageOf(criteria, criterion, code) }
}

function messageOf(criteria: Scorecard['criteria'], criterion: string, code: AnswerFault['code']): string {
  switch (code) {
    case 'unknown_criterion':
      return `No criterion "${criterion}". There are: ${criteria.map(({ id }) => id).join(', ')}.`
    case 'answered_twice':
      return `"${criterion}" is answered twice.`
    case 'not_answered':
      return `"${criterion}" is not answered; null says that it does not apply.`
    case 'wrong_rating': {
      const scale = criteria.find(({ id }) => id === criterion)?.scale ?? 'yes-no'
      const top = topOf(scale)
      return `"${criterion}" takes ${top === null ? 'true or false' : `a whole number from 1 to ${top}`}, or null.`
    }
  }
}
