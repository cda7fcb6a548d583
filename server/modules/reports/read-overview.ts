import type { Context } from '../../platform/context.ts'
import {
  askForReport,
  type QaReport,
  readReportWithShares,
  type ReportFigures,
  type ReportInput,
  type VolumeDays,
  type VolumeShare,
} from '../quality/index.ts'
import { type ArticleReport, readArticles } from './read-articles.ts'

const dayMs = 86_400_000

/** One group's part of the whole. */
export interface OverviewShare {
  readonly key: string | null
  readonly label: string
  readonly created: number
  readonly closed: number
  readonly open: number
  /** Of all that ended; null when nothing did. */
  readonly closedShare: number | null
  readonly rowsUrl: string
}

export interface Overview {
  readonly from: number
  readonly to: number
  readonly figures: ReportFigures
  /** What the filters may name. */
  readonly choices: QaReport['choices']
  /** Every day of the time, in UTC. `open` is the backlog at its end. */
  readonly days: readonly {
    readonly day: string
    readonly created: number
    readonly closed: number
    readonly open: number
  }[]
  readonly byQueue: readonly OverviewShare[]
  readonly byChannel: readonly OverviewShare[]
  readonly byAgent: readonly OverviewShare[]
  /** Null where a filter, or the caller's scope, names what a visit has not. */
  readonly articles: ArticleReport | null
}

/**
 * Volumes by day, backlog, who and what they fell to, and what was read before chats; the figures are those of the
 * quality report, of the same moment as days and shares. Throws as `askForReport` does.
 */
export async function readOverview(context: Context, input: Omit<ReportInput, 'groupBy'>): Promise<Overview> {
  const asked = askForReport(context, { ...input, groupBy: null })
  const { from, to } = asked
  const [{ report, shares, days }, articles] = await Promise.all([
    readReportWithShares(context, { ...input, from, to }),
    readArticles(context, asked),
  ])
  const { volume, firstResponse, resolution, escalations, reopened, quality, rowsUrl } = report
  const sharesBy = (split: VolumeShare['split']) => sharesOf(shares, split, volume.closed)
  return {
    from,
    to,
    figures: { volume, firstResponse, resolution, escalations, reopened, quality, rowsUrl },
    choices: report.choices,
    days: daysOf({ from, to, open: volume.open }, days),
    byQueue: sharesBy('queue'),
    byChannel: sharesBy('channel'),
    byAgent: sharesBy('agent'),
    articles,
  }
}

/** Every day with its counts; the backlog is counted back from the end of the time. */
function daysOf({ from, to, open }: { from: number; to: number; open: number }, counts: VolumeDays): Overview['days'] {
  const days: Overview['days'][number][] = []
  let openAtEnd = open
  for (let at = Math.floor((to - 1) / dayMs) * dayMs; at > from - dayMs; at -= dayMs) {
    const day = new Date(at).toISOString().slice(0, 10)
    const created = counts.created.get(at / dayMs) ?? 0
    const closed = counts.closed.get(at / dayMs) ?? 0
    days.push({ day, created, closed, open: openAtEnd })
    openAtEnd += closed - created
  }
  return days.toReversed()
}

function sharesOf(shares: readonly VolumeShare[], by: VolumeShare['split'], ended: number): OverviewShare[] {
  return shares
    .filter(({ split }) => split === by)
    .map(({ key, label, created, closed, open, rowsUrl }) => ({
      key,
      label,
      created,
      closed,
      open,
      closedShare: ended === 0 ? null : closed / ended,
      rowsUrl,
    }))
}
