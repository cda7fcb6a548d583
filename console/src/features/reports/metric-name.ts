import { wordFor } from '../../ui/words/words.ts'

/** What a clock measures, as a heading. */
export function metricName(metric: string): string {
  const name = wordFor('sla.metric', metric)
  return name.charAt(0).toUpperCase() + name.slice(1)
}
