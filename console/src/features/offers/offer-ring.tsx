import { useClock } from '../../ui/clock.ts'
import { t } from '../../ui/words/words.ts'

const radius = 18
const round = 2 * Math.PI * radius
const nearSeconds = 5

/** 44 px, drains clockwise with the seconds inside; takes the near colour for the last five. */
export function OfferRing({ expiresAt, wholeMs }: { expiresAt: string; wholeMs: number }) {
  const seconds = useClock((nowMs) => Math.max(0, Math.ceil((Date.parse(expiresAt) - nowMs) / 1000)))
  const share = Math.min(1, Math.max(0, (seconds * 1000) / Math.max(1000, wholeMs)))
  const isNear = seconds <= nearSeconds
  return (
    <div role="timer" aria-label={t('offer.secondsLeft', { seconds })} className="relative ms-auto size-11 flex-none">
      <svg viewBox="0 0 44 44" className="size-11 -rotate-90" fill="none" strokeWidth="3" aria-hidden="true">
        <circle cx="22" cy="22" r={radius} stroke="var(--line)" />
        <circle
          cx="22"
          cy="22"
          r={radius}
          stroke={isNear ? 'var(--near-mark)' : 'var(--accent)'}
          strokeLinecap="round"
          strokeDasharray={round}
          strokeDashoffset={round * (1 - share)}
          className="motion-safe:transition-[stroke-dashoffset] motion-safe:duration-1000 motion-safe:ease-linear"
        />
      </svg>
      <b
        className={`num absolute inset-0 grid place-items-center text-[15px]/none font-semibold ${isNear ? 'text-near' : ''}`}
      >
        {seconds}
      </b>
    </div>
  )
}
