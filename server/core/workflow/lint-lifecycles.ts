import { hasEnded } from '../lifecycle/lifecycle.ts'
import type { WorkflowDocument } from './document.ts'
import type { Finding, Path } from './finding.ts'
import { doubt, fault } from './finding.ts'

type LifecycleDocument = WorkflowDocument['lifecycles'][string]

/** Lifecycles with stages that do not exist, cannot be reached or cannot end, and categories in a circle. */
export function lintLifecycles(document: WorkflowDocument): readonly Finding[] {
  return [
    ...Object.entries(document.lifecycles).flatMap(([slug, lifecycle]) => lintLifecycle(slug, lifecycle)),
    ...lintCategoryTree(document),
  ]
}

function lintLifecycle(slug: string, lifecycle: LifecycleDocument): readonly Finding[] {
  const path: Path = ['lifecycles', slug]
  const unknown = unknownStatuses(lifecycle, path)
  if (unknown.length > 0) return unknown

  const findings = [...misplacedCaseGuards(lifecycle, path)]
  const edges = edgesOf(lifecycle)
  const reachable = reach([lifecycle.start], edges)
  const ends = Object.entries(lifecycle.statuses).flatMap(([name, { category }]) =>
    category === 'closed' ? [name] : [],
  )
  const canEnd = reach(
    ends,
    edges.map(([from, to]) => [to, from] as const),
  )
  for (const [name, status] of Object.entries(lifecycle.statuses)) {
    const place = [...path, 'statuses', name]
    if (status.category === 'waiting' && status.from === undefined && !edges.some(([, to]) => to === name)) {
      findings.push(
        keyed(
          fault('waiting_without_stage', place, `"${name}" says from which stages a ticket comes to wait: \`from\`.`),
        ),
      )
    } else if (!reachable.has(name)) {
      findings.push(keyed(doubt('status_unreachable', place, `No transition leads to "${name}".`)))
    } else if (!canEnd.has(name)) {
      findings.push(keyed(fault('lifecycle_without_end', place, `From "${name}" no ticket can ever be closed.`)))
    }
  }
  return findings
}

/** An open case keeps a ticket from ending. Everything else goes on beside it, and is done without looking for cases. */
function misplacedCaseGuards({ statuses, transitions }: LifecycleDocument, path: Path): readonly Finding[] {
  return transitions.flatMap(({ to, unlessCaseOpen }, index): Finding[] => {
    const category = statuses[to]?.category
    if (unlessCaseOpen !== true || category === undefined || hasEnded(category)) return []
    const message = `An open case keeps a ticket from being solved or closed; "${to}" is ${category}.`
    return [fault('case_guard_stage', [...path, 'transitions', index, 'unlessCaseOpen'], message)]
  })
}

function unknownStatuses(lifecycle: LifecycleDocument, path: Path): readonly Finding[] {
  const named: [string, Path][] = [
    ...(['start', 'classified', 'assigned'] as const).map((mark): [string, Path] => [lifecycle[mark], [...path, mark]]),
    ...lifecycle.transitions.flatMap((transition, index): [string, Path][] => [
      [transition.from, [...path, 'transitions', index, 'from']],
      [transition.to, [...path, 'transitions', index, 'to']],
    ]),
    ...Object.entries(lifecycle.statuses).flatMap(([name, status]) =>
      (status.from ?? []).map((from, index): [string, Path] => [from, [...path, 'statuses', name, 'from', index]]),
    ),
  ]
  return named
    .filter(([status]) => !Object.hasOwn(lifecycle.statuses, status))
    .map(([status, place]) => fault('unknown_status', place, `This lifecycle has no status "${status}".`))
}

type Edge = readonly [from: string, to: string]

function edgesOf(lifecycle: LifecycleDocument): readonly Edge[] {
  return [
    ...lifecycle.transitions.map(({ from, to }): Edge => [from, to]),
    ...Object.entries(lifecycle.statuses).flatMap(([name, status]) =>
      (status.from ?? []).flatMap((stage): Edge[] => [
        [stage, name],
        [name, stage],
      ]),
    ),
  ]
}

function reach(starts: readonly string[], edges: readonly Edge[]): ReadonlySet<string> {
  const reached = new Set(starts)
  for (const status of reached) for (const [from, to] of edges) if (from === status) reached.add(to)
  return reached
}

function lintCategoryTree({ categories }: WorkflowDocument): readonly Finding[] {
  return Object.keys(categories).flatMap((slug) => {
    const seen = new Set<string>()
    for (let at: string | undefined = slug; at !== undefined; at = categories[at]?.parent) {
      if (seen.has(at)) {
        return at === slug
          ? [fault('category_cycle', ['categories', slug, 'parent'], `"${slug}" is its own ancestor.`)]
          : []
      }
      seen.add(at)
    }
    return []
  })
}

function keyed(finding: Finding): Finding {
  return { ...finding, at: 'key' }
}
