import { compileLifecycle } from '../lifecycle/compile-lifecycle.ts'
import { findPath, isForAll } from '../lifecycle/find-path.ts'
import type { Lifecycle } from '../lifecycle/lifecycle.ts'
import type { WorkflowDocument } from './document.ts'
import { durationMs, mixesDays } from './duration.ts'
import type { Finding, Path } from './finding.ts'
import { doubt, fault } from './finding.ts'
import { mixedDays } from './lint-clocks.ts'

type LifecycleDocument = WorkflowDocument['lifecycles'][string]
type AutomaticDocument = NonNullable<LifecycleDocument['automatic']>[number]

/** Work in somebody's hands is never moved by time. */
const stages = new Set(['waiting', 'hold', 'solved'])

/** Facts that a workflow cannot tell beforehand, and that every ticket of such a status may lack. */
const tellable = new Set(['resolution', 'cause', 'correction', 'solutionCheck'])

/** Moves of time that do nothing, cannot be made, or come after the ticket has gone. */
export function lintAutomatic({ lifecycles, calendars }: WorkflowDocument): readonly Finding[] {
  return Object.entries(lifecycles).flatMap(([slug, definition]) => {
    const moves = definition.automatic ?? []
    if (moves.length === 0) return []
    const lifecycle = compileLifecycle(slug, definition, 0)
    return moves.flatMap((move, index) => {
      const path: Path = ['lifecycles', slug, 'automatic', index]
      const calendar =
        move.calendar === undefined || Object.hasOwn(calendars, move.calendar)
          ? []
          : [fault('unknown_calendar', [...path, 'calendar'], `There is no calendar "${move.calendar}".`)]
      return [...lintMove(lifecycle, move, path), ...calendar, ...lintPlace(moves, index, path)]
    })
  })
}

function lintMove(lifecycle: Lifecycle, move: AutomaticDocument, path: Path): readonly Finding[] {
  const from = lifecycle.statuses.get(move.in)
  if (from === undefined)
    return [fault('unknown_status', [...path, 'in'], `This lifecycle has no status "${move.in}".`)]
  if (!stages.has(from.category)) {
    const message = `Only tickets that wait or are solved move by time; "${move.in}" is ${from.category}.`
    return [fault('automatic_stage', [...path, 'in'], message)]
  }
  if (durationMs(move.after) === 0) return [fault('out_of_range', [...path, 'after'], 'A move takes some time.')]
  if (move.calendar !== undefined && mixesDays(move.after))
    return [fault('ambiguous_days', [...path, 'after'], mixedDays)]
  if (move.to === undefined && move.say === undefined)
    return [fault('automatic_without_effect', [...path, 'id'], `"${move.id}" neither says anything nor moves on.`)]
  return move.to === undefined ? [] : lintGoal(lifecycle, { ...move, to: move.to }, path)
}

function lintGoal(lifecycle: Lifecycle, move: AutomaticDocument & { to: string }, path: Path): readonly Finding[] {
  if (!lifecycle.statuses.has(move.to))
    return [fault('unknown_status', [...path, 'to'], `This lifecycle has no status "${move.to}".`)]
  const from = lifecycle.statuses.get(move.in)
  // The way back from waiting depends on the stage that was left: each one must lead on.
  const left = from === undefined || from.waitsFrom.length === 0 ? [null] : from.waitsFrom
  const ways = left.map((stage) => wayOfTime(lifecycle, move, stage))
  if (ways.some((way) => way === null || way.some(({ reopens }) => reopens)))
    return [fault('automatic_refused', [...path, 'to'], `No way leads from "${move.in}" to "${move.to}".`)]
  const asked = ways.flatMap((way) => (way ?? []).flatMap(({ requires }) => requires))
  const lacking = asked.filter(({ fact, is }) => tellable.has(fact) && !isTold(move.with?.[fact], is))
  const names = [...new Set(lacking.map(({ fact }) => fact))]
  const message = `The way to "${move.to}" asks for ${names.join(', ')}: say it in \`with\`.`
  return names.length === 0 ? [] : [fault('automatic_refused', [...path, 'to'], message)]
}

/** What only some roles may do is done where no other way leads. */
function wayOfTime(lifecycle: Lifecycle, { in: from, to }: { in: string; to: string }, stage: string | null) {
  const ordinary = findPath(lifecycle, from, to, { stageLeft: stage, mayTake: isForAll })
  return ordinary ?? findPath(lifecycle, from, to, { stageLeft: stage })
}

function isTold(value: string | undefined, is: string | null): boolean {
  return is === null ? value !== undefined : value === is
}

function lintPlace(moves: readonly AutomaticDocument[], index: number, path: Path): readonly Finding[] {
  const move = moves[index]
  if (move === undefined) return []
  const findings: Finding[] = []
  if (moves.findIndex(({ id }) => id === move.id) !== index)
    findings.push(fault('duplicate_name', [...path, 'id'], `There are two moves called "${move.id}".`))
  const after = durationMs(move.after) ?? 0
  const isLeft = moves.some(
    (other) => other.in === move.in && other.to !== undefined && (durationMs(other.after) ?? 0) < after,
  )
  if (isLeft)
    findings.push(doubt('automatic_unreachable', [...path, 'after'], `A ticket has left "${move.in}" by then.`))
  return findings
}
