import type { DryRun } from '@switchyard/sdk'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import { clockTime, fullDate, targetText } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'

function requirementWords(run: DryRun): string[] {
  const { skills = {}, languages = [] } = run.classification.requirements ?? {}
  return [...languages, ...Object.entries(skills).map(([skill, level]) => `${skill} ≥ ${level}`)]
}

function Goes({ run }: { run: DryRun }) {
  const { queue, priority, type, category } = run.classification
  const first = run.clocks[0]
  return (
    <div className="grid gap-1 px-3.5 py-3">
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="me-auto flex items-center gap-2 text-[18px]/[24px] font-semibold tracking-[-.015em]">
          <Icon name="inbox" size="l" tone="text-accent-ink" /> {queue}
        </span>
        <Chip>{priority}</Chip>
        {requirementWords(run).map((words) => (
          <Chip key={words}>{words}</Chip>
        ))}
      </div>
      <p className="type-small text-ink-2">
        {[type, category].filter(Boolean).join(' · ')}
        {first?.dueAt && (
          <>
            {' · '}
            <span title={fullDate(first.dueAt)}>
              {t('bench.due', {
                metric: wordFor('sla.metric', first.metric),
                at: clockTime(first.dueAt),
                target: targetText(first.targetMs, first.unit),
              })}
            </span>
          </>
        )}
      </p>
    </div>
  )
}

interface TraceProps {
  run: DryRun
  onLine: (line: number) => void
}

/** The rules in the order they were asked: matched with their effect, or passed over; each leads to its line. */
function Trace({ run, onLine }: TraceProps) {
  return (
    <ol className="border-t border-line px-3.5 pb-2.5 pt-2">
      {run.trace.map((step, index) => (
        <li
          key={`${step.rule}-${index}`}
          className={`trace-step type-small relative grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-2.5 py-[5px] ${step.matched ? '' : 'text-ink-3'}`}
        >
          <span
            className={`z-1 grid h-[18px] w-5 place-items-center bg-raised ${step.matched ? 'text-accent-ink' : 'text-ink-3'}`}
          >
            <Icon
              name={step.matched ? 'check' : 'minus'}
              size="s"
              label={t(step.matched ? 'bench.matched' : 'bench.passed')}
            />
          </span>
          <span className="min-w-0">
            <b className={step.matched ? 'font-semibold' : 'font-medium'}>{step.rule}</b>{' '}
            <span className="text-ink-3">{step.effect}</span>
          </span>
          {step.line !== null && (
            <button
              type="button"
              className="font-mono text-[11.5px]/[18px] text-ink-3 hover:text-accent-ink"
              title={t('bench.toLine', { line: step.line })}
              onClick={() => onLine(step.line ?? 1)}
            >
              L{step.line}
            </button>
          )}
        </li>
      ))}
      {run.clocks.map((clock) => (
        <li
          key={clock.metric}
          className="trace-step type-small relative grid grid-cols-[20px_minmax(0,1fr)_auto] gap-x-2.5 py-[5px]"
        >
          <span className="z-1 grid h-[18px] w-5 place-items-center bg-raised text-ink-3">
            <Icon name="clock" size="s" />
          </span>
          <span>
            <b className="font-semibold">{wordFor('sla.metric', clock.metric)}</b>{' '}
            <span className="text-ink-3">{targetText(clock.targetMs, clock.unit)}</span>
          </span>
          {clock.dueAt && <time className="text-ink-3">{clockTime(clock.dueAt)}</time>}
        </li>
      ))}
    </ol>
  )
}

/** Where a request would go, and by which rules. */
export function BenchResult({ run, tookMs, onLine }: TraceProps & { tookMs: number }) {
  return (
    <Card
      icon="branch"
      title={t('bench.goesTo')}
      aside={<span className="type-meta text-ink-3">{plural('bench.took', Math.max(1, Math.round(tookMs)))}</span>}
    >
      <Goes run={run} />
      <Trace run={run} onLine={onLine} />
    </Card>
  )
}
