import { customerStatus, type StatusCategory } from '../../core/lifecycle/index.ts'
import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { publishedWorkflow } from '../workflow/index.ts'

/** A status of a lifecycle, with what customers read for it. */
export interface StatusWords {
  readonly lifecycle: string
  readonly slug: string
  readonly label: string
  readonly category: StatusCategory
  /** In the language asked for, or the nearest there is. */
  readonly customerLabel: string
  /** In every language the workflow has it; empty when there is one wording for all. */
  readonly customerLabels: Readonly<Record<string, string>>
}

/** Every status a ticket may have, in the order of the workflow; null = its default language. */
export async function listStatuses(
  context: Context,
  { language }: { language: string | null },
): Promise<StatusWords[]> {
  requirePermission(context, 'ticket:read')
  const workflow = await publishedWorkflow(context)
  if (workflow === null) return []
  const { lifecycles, defaults } = workflow
  return [...lifecycles.values()].flatMap((lifecycle) =>
    [...lifecycle.statuses.values()].map(({ slug, label, category, customerLabels }) => ({
      lifecycle: lifecycle.slug,
      slug,
      label,
      category,
      customerLabel: customerStatus(lifecycle, slug, language ?? defaults.language),
      customerLabels: Object.fromEntries(customerLabels),
    })),
  )
}
