import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Visits in which something was shown, and how many of them were so. */
export interface ShowingCounts {
  readonly shown: number
  readonly opened: number
  readonly helped: number
  readonly notHelped: number
  /** Nobody has asked, and the visit is not over. */
  readonly undecided: number
  /** Nobody has asked, and nobody can any more. */
  readonly withoutChat: number
}

/** Of all articles together: null. */
export interface ShowingRow extends ShowingCounts {
  readonly article: string | null
}

/** Instants in epoch ms; null = any channel. */
export interface ShowingsAsked {
  readonly from: number
  readonly to: number
  readonly channel: string | null
  /** Where the caller may look. */
  readonly channels: readonly string[] | null
  /** Showings since then are of visits that may still ask. */
  readonly undecidedSince: number
}

/** Visits of the time: in which anything was shown, and by article; the article shown most first. */
export function countShowings(tx: Tx, workspaceId: string, asked: ShowingsAsked): Promise<ShowingRow[]> {
  const { from, to, channel, channels, undecidedSince } = asked
  return tx.rows(sql<ShowingRow>`
    select visited.article, count(*)::float8 as shown,
      (count(*) filter (where visited.is_opened))::float8 as opened,
      (count(*) filter (where visited.has_helped))::float8 as helped,
      (count(*) filter (where visited.has_not_helped))::float8 as "notHelped",
      (count(*) filter (where not visited.has_asked and visited.may_ask))::float8 as undecided,
      (count(*) filter (where not visited.has_asked and not visited.may_ask))::float8 as "withoutChat"
    from (
      select showing.article, bool_or(showing.opened_at is not null) as is_opened,
        coalesce(bool_or(showing.helped), false) as has_helped,
        coalesce(bool_or(not showing.helped), false) as has_not_helped,
        bool_or(showing.asked_at is not null) as has_asked,
        max(showing.shown_at) > ${new Date(undecidedSince)} as may_ask
      from article_showings as showing
      where showing.workspace_id = ${workspaceId}
        and showing.shown_at >= ${new Date(from)}
        and showing.shown_at < ${new Date(to)}
        and (${channel}::text is null or showing.channel = ${channel})
        and (${channels}::text[] is null or showing.channel = any(${channels}::text[]))
      group by grouping sets ((showing.visit), (showing.visit, showing.article))) as visited
    group by visited.article
    order by shown desc, visited.article`)
}
