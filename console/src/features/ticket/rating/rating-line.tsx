import type { ReactNode } from 'react'
import type { TicketRating } from '@switchyard/sdk'
import { now } from '../../../ui/clock.ts'
import { Icon } from '../../../ui/icon.tsx'
import { fullDate, listTime } from '../../../ui/time.ts'
import { say } from './words.ts'

interface RatingLineProps {
  /** What was rated. */
  what: ReactNode
  rating: NonNullable<TicketRating['rating']>
  /** Long words are cut: they are read whole elsewhere. */
  isShort?: boolean
}

/** One rating with its words, in a list. */
export function RatingLine({ what, rating: { score, comment, ratedAt }, isShort = false }: RatingLineProps) {
  return (
    <li className="text-[12.5px]/[18px]">
      <p className="num flex items-center gap-2">
        <Icon name="award" size="s" tone="text-ink-3" />
        <b className="font-medium">{say('score', { score })}</b>
        <span className="text-ink-3">{what}</span>
        <time dateTime={ratedAt} title={fullDate(ratedAt)} className="ms-auto text-[12px] text-ink-3">
          {listTime(ratedAt, now())}
        </time>
      </p>
      {comment !== null && (
        <blockquote
          dir="auto"
          className={`mt-1 ps-[22px] break-words whitespace-pre-line text-ink-2 ${isShort ? 'line-clamp-2' : ''}`}
        >
          {comment}
        </blockquote>
      )}
    </li>
  )
}
