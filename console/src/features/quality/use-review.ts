import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { QaReview, Scorecard } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { liveScore, type Rating, type Ratings } from './live-score.ts'
import { sendReview } from './queries.ts'

/** The answers given so far to one scorecard, where the next key goes, and sending them. */
export function useReview(ticketId: string, card: Scorecard) {
  const client = useQueryClient()
  const [ratings, setRatings] = useState<Ratings>({})
  const [notes, setNotes] = useState<Readonly<Record<string, string>>>({})
  const [note, setNote] = useState('')
  const [at, setAt] = useState(0)
  const { criteria, slug } = card
  const sending = useMutation<QaReview>({
    mutationFn: () =>
      sendReview({
        ticketId,
        scorecard: slug,
        answers: criteria.map(({ id }) => ({
          criterion: id,
          rating: ratings[id] ?? null,
          note: textOrNull(notes[id] ?? ''),
        })),
        note: textOrNull(note),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: cacheKeys.quality }),
  })
  const live = liveScore(criteria, ratings)
  const move = (step: number) => setAt((index) => Math.min(criteria.length - 1, Math.max(0, index + step)))
  return {
    ratings,
    notes,
    note,
    at,
    live,
    sending,
    isComplete: live.answered === criteria.length,
    setAt,
    setNote,
    move,
    comment: (id: string, text: string) => setNotes((known) => ({ ...known, [id]: text })),
    rate: (index: number, rating: Rating) => {
      const criterion = criteria[index]
      if (criterion === undefined) return
      setRatings((known) => ({ ...known, [criterion.id]: rating }))
      setAt(Math.min(criteria.length - 1, index + 1))
    },
  }
}

export type ReviewDraft = ReturnType<typeof useReview>

const textOrNull = (text: string) => (text.trim() === '' ? null : text.trim())
