import { h } from 'preact'
import { Icon } from './icon.tsx'

interface StarsProps {
  /** 0 while nothing is chosen. */
  readonly score: number
  /** What each is called, from the worst to the best. */
  readonly labelOf: (score: number) => string
  readonly onScore: (score: number) => void
}

const scores = [1, 2, 3, 4, 5] as const

/** A score from 1 to 5, by pointer or by arrow keys. */
export function Stars({ score, labelOf, onScore }: StarsProps) {
  return (
    <div class="stars">
      {scores.map((each) => (
        <label key={each} class={each <= score ? 'on' : ''}>
          <input
            type="radio"
            name="score"
            value={each}
            checked={each === score}
            aria-label={labelOf(each)}
            onChange={() => onScore(each)}
          />
          <Icon name="star" />
        </label>
      ))}
    </div>
  )
}
