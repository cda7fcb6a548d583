import { useEffect, useRef } from 'react'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Agent, Decision, Task, WhyNot } from '@switchyard/sdk'
import { queuesQuery } from '../../live/queues.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { language, plural, t, wordFor } from '../../ui/words/words.ts'
import { closestAgents, countReasons, judgedAtMost } from './candidates.ts'
import type { Desk } from './desk.ts'
import { nextSteps } from './next-steps.ts'
import { rosterQuery, taskDecisionsQuery, whyNotQuery } from './queries.ts'
import { TaskButtons } from './task-buttons.tsx'
import { needsOf } from './needs-of.ts'

const barsAtMost = 5
const namedAtMost = 3

function DecisionLink({ decision }: { decision: Decision | undefined }) {
  if (decision === undefined) return null
  return (
    <Link
      to="."
      search={(known) => ({ ...known, decision: decision.id })}
      className="link ms-auto whitespace-nowrap hover:underline"
    >
      {t('why.decision')}
    </Link>
  )
}

/** Reasons by how many agents they keep away, most frequent first. */
function Histogram({ counts }: { counts: [string, number][] }) {
  const most = counts[0]?.[1] ?? 1
  return (
    <ul className="type-small grid grid-cols-[minmax(0,178px)_minmax(24px,1fr)_auto] items-center gap-x-2.5 gap-y-1.5">
      {counts.slice(0, barsAtMost).map(([code, count], index) => (
        <li key={code} className="contents">
          <span className="first-letter:uppercase">{wordFor('reject', code)}</span>
          <span className="h-[7px] overflow-hidden rounded-full bg-fill" aria-hidden="true">
            <span
              className={`block h-full ${index === 0 ? 'bg-near-mark' : 'bg-ink-3'}`}
              style={{ width: `${(100 * count) / most}%` }}
            />
          </span>
          <b className="num text-end font-medium">{count}</b>
        </li>
      ))}
    </ul>
  )
}

/** The server writes its reasons in English; in another language the words of the code stand for them. */
const reasonWords = ({ code, text }: WhyNot['reasons'][number]) =>
  language() === 'en' ? text : wordFor('reject', code)

/** The agents closest to the task, each with what stands against it. */
function Candidates({ judged }: { judged: { agent: Agent; answer: WhyNot }[] }) {
  if (judged.length === 0) return null
  return (
    <section className="mt-3">
      <h4 className="type-micro mb-1 text-ink-3">{t('why.closest')}</h4>
      <ul className="grid gap-1.5">
        {judged.slice(0, namedAtMost).map(({ agent, answer }) => (
          <li key={agent.id} className="type-small grid grid-cols-[20px_minmax(0,1fr)] gap-2">
            <Avatar name={agent.name} id={agent.id} size="s" />
            <span className="text-ink-2">
              <b className="font-medium text-ink">{agent.name}</b>
              {': '}
              {answer.eligible ? (
                <span className="text-met">
                  <Icon name="check" size="xs" tone="inline align-[-1px]" /> {t('why.canTake')}
                </span>
              ) : (
                <span title={answer.reasons.map((reason) => reason.text).join(', ')}>
                  {answer.reasons.map(reasonWords).join(', ')}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Nobody has taken it: how many were looked at, what keeps them away, and who is closest. */
function WhyWaiting({ task, roster }: { task: Task; roster: Agent[] }) {
  const decisions = useQuery(taskDecisionsQuery(task))
  const closest = closestAgents(roster, task).slice(0, judgedAtMost)
  const answers = useQueries({ queries: closest.map((agent) => whyNotQuery(task, agent.id)) })
  const judged = closest.flatMap((agent, index) => {
    const answer = answers[index]?.data
    return answer ? [{ agent, answer }] : []
  })
  const latest = decisions.data?.data[0]
  const rejects = Object.entries(latest?.rejects ?? {}).sort((a, b) => b[1] - a[1])
  const counts = rejects.length > 0 ? rejects : countReasons(judged.map(({ answer }) => answer))
  const lookedAt = rejects.length > 0 ? rejects.reduce((sum, [, count]) => sum + count, 0) : judged.length
  const canTake = judged.filter(({ answer }) => answer.eligible).length
  const failure = answers.find((answer) => answer.error)?.error ?? decisions.error
  const ranked = judged.toSorted(
    (a, b) =>
      Number(b.answer.eligible) - Number(a.answer.eligible) || a.answer.reasons.length - b.answer.reasons.length,
  )
  if (roster.length === 0) return <p className="text-ink-2">{t('why.noAgents')}</p>
  if (judged.length === 0 && !failure) return <Bones rows={['h-4', 'h-4', 'h-4 w-2/3']} />
  return (
    <>
      <h3 className="type-micro mb-2 flex gap-3 text-ink-3">
        <span className="min-w-0">
          {t('why.waiting')}: {plural('why.lookedAt', lookedAt)},{' '}
          {canTake > 0 ? plural('why.someCan', canTake) : t('why.noneCan')}
        </span>
        <DecisionLink decision={latest} />
      </h3>
      {failure && <ProblemLine error={failure} />}
      <Histogram counts={counts} />
      <Candidates judged={ranked} />
    </>
  )
}

/** Somebody has it, or it is set aside: why that one. */
function WhyThere({ task }: { task: Task }) {
  const { data, error } = useQuery(taskDecisionsQuery(task))
  const chosen = data?.data.find((decision) => decision.agentId !== null && decision.agentId === task.agentId)
  const title =
    task.state === 'paused'
      ? t('why.aside')
      : t(task.state === 'offered' ? 'why.offered' : 'why.held', { name: task.agentName ?? t('next.somebody') })
  return (
    <>
      <h3 className="type-micro mb-2 flex gap-3 text-ink-3">
        {title} <DecisionLink decision={chosen} />
      </h3>
      {error && <ProblemLine error={error} />}
      <ul className="type-small grid gap-1.5">
        {chosen?.reasons.map((reason) => (
          <li key={reason.code + reason.text} className="grid grid-cols-[14px_1fr] gap-2 text-ink-2">
            <Icon name="check" size="s" tone="mt-0.5 text-met" />
            {reason.text}
          </li>
        ))}
        {data && !chosen && (
          <li className="text-ink-2">{t(task.state === 'paused' ? 'why.asideText' : 'why.byHand')}</li>
        )}
      </ul>
    </>
  )
}

function Next({ task, roster }: { task: Task; roster: Agent[] }) {
  const { data: queues } = useQuery(queuesQuery)
  const queue = queues?.data.find((one) => one.slug === task.queue)
  const packed = useClock((nowMs) =>
    JSON.stringify(
      nextSteps({
        task,
        queueLabel: queue?.label ?? task.queue,
        waiting: queue?.waiting ?? 0,
        isOpen: queue?.isOpen ?? true,
        roster,
        queues: queues?.data ?? [],
        nowMs,
      }),
    ),
  )
  const steps = JSON.parse(packed) as ReturnType<typeof nextSteps>
  const needs = needsOf(task.requirements)
  return (
    <dl className="type-small grid grid-cols-[minmax(56px,auto)_minmax(0,1fr)] gap-x-3 gap-y-[7px] text-ink-2">
      {steps.map((step) => (
        <div key={step.id} className="contents">
          <dt className={`num whitespace-nowrap ${step.isNext ? 'font-[550] text-accent-ink' : 'text-ink-3'}`}>
            {step.when}
          </dt>
          <dd className={`first-letter:uppercase ${step.isNext ? 'text-ink' : ''}`}>{step.text}</dd>
        </div>
      ))}
      {needs.length > 0 && (
        <div className="contents">
          <dt className="text-ink-3">{t('why.needs')}</dt>
          <dd>{needs.join(', ')}</dd>
        </div>
      )}
    </dl>
  )
}

/** Opens below a row: why the task is where it is, what happens next, and what can be done about it. */
export function WhyPanel({ task, desk }: { task: Task; desk: Desk }) {
  const { data: roster, error } = useQuery(rosterQuery)
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Newer browsers answer with a promise, which React would take for a clean-up.
    panel.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div
      ref={panel}
      className="mx-3 mb-3 grid rounded-card bg-raised shadow-[0_0_0_1px_var(--line-strong)] pane:ms-[34px] stack:grid-cols-[1.15fr_1fr] scroll-mb-3"
    >
      <div className={`min-w-0 px-4 pb-[13px] pt-[11px] ${task.state === 'waiting' ? 'min-h-[196px]' : ''}`}>
        {error && <ProblemLine error={error} />}
        {task.state !== 'waiting' ? (
          <WhyThere task={task} />
        ) : roster ? (
          <WhyWaiting task={task} roster={roster} />
        ) : (
          !error && <Bones rows={['h-4', 'h-4', 'h-4 w-2/3']} />
        )}
      </div>
      <div className="min-w-0 border-line px-4 pb-[13px] pt-[11px] max-stack:border-t stack:border-s">
        <h3 className="type-micro mb-2 flex text-ink-3">
          {t('why.next')}
          <Link to="/tickets/$ticketId" params={{ ticketId: task.ticketId }} className="link ms-auto hover:underline">
            {t('ticket.label', { number: task.ticket.number })}
          </Link>
        </h3>
        <Next task={task} roster={roster ?? []} />
        <TaskButtons task={task} desk={desk} />
      </div>
    </div>
  )
}
