import type { OverflowStep, WorkflowSnapshot } from '../../core/workflow/index.ts'

/** What a task remembers of a step it has taken: the queue and the place of the step there. */
export const overflowStepName = (queue: string, place: number) => `${queue}/${place}`

/** The step of a name, or null when the workflow has none such. */
export function overflowStepOf(workflow: WorkflowSnapshot, name: string): OverflowStep | null {
  const cut = name.lastIndexOf('/')
  return workflow.queues.get(name.slice(0, cut))?.overflow[Number(name.slice(cut + 1))] ?? null
}

/** The word or slug of where a step leads, as the workflow writes it. */
export function targetOf({ to }: OverflowStep): string {
  switch (to.kind) {
    case 'queue':
      return to.queue
    case 'partner':
      return to.partner
    case 'callback':
    case 'voicemail':
    case 'message':
    case 'escalate':
      return to.kind
  }
}
