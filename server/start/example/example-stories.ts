import { careRows } from './care-rows.ts'
import { platformRows } from './platform-rows.ts'
import { playerRows } from './player-rows.ts'
import type { StoryRow } from './story-row.ts'
import type { Story } from './story.ts'

const minuteMs = 60_000

/** The history of the example: 40 tickets over 14 days in every stage somebody can have them in; none waits. */
export const exampleStories: readonly Story[] = [
  ...playerRows.map((row) => storyOf(row, 'game-support')),
  ...platformRows.map((row) => storyOf(row, 'platform-support')),
  ...careRows.map((row) => storyOf(row, 'guest-support')),
]

function storyOf(row: StoryRow, serviceLine: string): Story {
  const [hoursAgo, minutes, agent, reach, asked, summary, reply, ending] = row
  const [cause = '', correction = '', resolution = correction] = ending
  const { customer, name, language = 'en', ...rest } = asked
  return {
    request: {
      channel: 'ticket',
      ...rest,
      customerId: customer,
      customer: { name, language },
      serviceLine,
      language,
      issueSummary: summary,
      tags: ['example'],
    },
    ageMs: hoursAgo * 60 * minuteMs,
    lastedMs: minutes * minuteMs,
    agent,
    reach,
    reply,
    cause,
    correction,
    resolution,
  }
}
