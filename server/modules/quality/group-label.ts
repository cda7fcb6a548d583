import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { ReportGroup } from './report-view.ts'

/** What people call a group of a report. */
export function groupLabel(
  workflow: WorkflowSnapshot,
  groupBy: ReportGroup | null,
  key: string | null,
  names: ReadonlyMap<string, string>,
): string {
  if (key === null) return 'none'
  switch (groupBy) {
    case 'queue':
      return workflow.queues.get(key)?.label ?? key
    case 'channel':
      return workflow.channels.get(key)?.label ?? key
    case 'serviceLine':
      return workflow.serviceLines.get(key)?.label ?? key
    case 'type':
      return workflow.types.get(key)?.label ?? key
    case 'category':
      return workflow.categories.get(key)?.label ?? key
    case 'agent':
      return names.get(key) ?? key
    case 'priority':
    case null:
      return key
  }
}
