import type { ReactNode } from 'react'
import { Link } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { clockTimeWithSeconds } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { RequestBox } from './request-box.tsx'
import { useSteps } from './use-steps.ts'

type StepState = 'done' | 'now' | 'later'
const rings: Record<StepState, string> = {
  done: 'bg-met-tint text-met',
  now: 'bg-accent text-on-accent shadow-[0_0_0_4px_var(--accent-tint)]',
  later: 'text-ink-3 shadow-[inset_0_0_0_1.5px_var(--line-strong)]',
}

interface StepProps {
  number: number
  state: StepState
  title: string
  at: string | null
  text: ReactNode
  children?: ReactNode
}

function Step({ number, state, title, at, text, children }: StepProps) {
  const line = `before:absolute before:start-[13px] before:top-7 before:bottom-0 before:w-0.5 last:before:hidden ${state === 'done' ? 'before:bg-met-mark' : 'before:bg-line-strong'}`
  return (
    <li
      className={`relative grid grid-cols-[28px_minmax(0,1fr)] gap-x-4 pb-5 ${line}`}
      {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}
    >
      <span
        className={`num grid size-7 place-items-center rounded-full text-[13px]/none font-semibold ${rings[state]}`}
      >
        {state === 'done' ? <Icon name="check" label={t('first.done')} /> : number}
      </span>
      <div className="min-w-0">
        <div className="flex min-h-7 items-center gap-2.5">
          <h2
            className={`text-[15px]/[22px] tracking-[-.012em] ${state === 'done' ? 'font-[550] text-ink-2' : 'font-semibold'}`}
          >
            {title}
          </h2>
          {at && (
            <time dateTime={at} className="type-meta ms-auto text-ink-3">
              {clockTimeWithSeconds(at)}
            </time>
          )}
        </div>
        <div className="text-[13.5px]/[20px] text-ink-2">{text}</div>
        {children}
      </div>
    </li>
  )
}

function Ghost() {
  return (
    <div
      aria-hidden="true"
      className="mt-3 grid grid-cols-[44px_1fr_auto] items-center gap-x-3.5 gap-y-1 rounded-card border-[1.5px] border-dashed border-line-strong px-4 py-3.5"
    >
      <span className="row-span-2 size-11 rounded-full border-[3px] border-dashed border-line-strong" />
      <i className="h-[9px] w-1/2 rounded-[5px] bg-fill" />
      <span className="b row-span-2 row-start-1 [grid-column:3] !bg-fill !text-ink-3">{t('offer.accept')}</span>
      <i className="h-[9px] w-1/3 rounded-[5px] bg-fill" />
    </div>
  )
}

interface FirstMinuteProps {
  agentId: string
  availableSince: string | null
  capacityUnits: number
  onGoAvailable: () => void
  onHide: () => void
}

/** An empty inbox as a guide: three steps that tick themselves from real events. */
export function FirstMinute({ agentId, availableSince, capacityUnits, onGoAvailable, onHide }: FirstMinuteProps) {
  const times = useSteps(agentId, availableSince)
  const done = [times.availableAt, times.requestedAt, times.acceptedAt].map((at) => at !== null)
  const nowIndex = done.indexOf(false)
  const stateOf = (index: number): StepState => (done[index] ? 'done' : index === nowIndex ? 'now' : 'later')
  return (
    <main className="grid min-h-0 grid-cols-[minmax(0,1fr)] items-center justify-items-center overflow-y-auto bg-surface px-4 py-6">
      <div className="w-full max-w-[640px] pb-6">
        <h1 className="type-h1">{t('first.title')}</h1>
        <p className="mb-[30px] mt-1.5 text-[15px]/[23px] text-ink-2">{t('first.lead')}</p>
        <ol>
          <Step
            number={1}
            state={stateOf(0)}
            title={t('first.available')}
            at={times.availableAt}
            text={done[0] ? t('first.availableDone', { units: capacityUnits }) : t('first.availableText')}
          >
            {!done[0] && (
              <Button look="main" className="mt-3" onClick={onGoAvailable}>
                {t('first.available')}
              </Button>
            )}
          </Step>
          <Step
            number={2}
            state={stateOf(1)}
            title={t('first.request')}
            at={times.requestedAt}
            text={t('first.requestText')}
          >
            {stateOf(1) !== 'done' && <RequestBox />}
          </Step>
          <Step
            number={3}
            state={stateOf(2)}
            title={t('first.accept')}
            at={times.acceptedAt}
            text={
              <p>
                {t('first.acceptText')}{' '}
                <span className="max-pane:hidden">
                  {t('first.press')} <kbd className="key">↵</kbd>
                </span>
              </p>
            }
          >
            {!done[2] && <Ghost />}
          </Step>
        </ol>
        <footer className="ms-11 mt-2.5 flex gap-5 border-t border-line pt-4.5 text-[13px]/[20px] max-pane:ms-0">
          <Link to="/workflow" className="link">
            {t('first.workflow')}
          </Link>
          <a href="/docs" className="link">
            {t('workspace.docs')}
          </a>
          <button type="button" className="ms-auto text-ink-3 hover:text-ink" onClick={onHide}>
            {t('first.hide')}
          </button>
        </footer>
      </div>
    </main>
  )
}
