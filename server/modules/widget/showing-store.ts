import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Something to read, and where and when a visitor came upon it. `at` in epoch ms. */
export interface Shown {
  /** As `visitHash` has it. */
  readonly visit: string
  readonly channel: string
  readonly at: number
}

/** Keeps that articles were shown in a visit, and maybe opened; what is kept already stays as it was first. */
export function keepShowings(
  tx: Tx,
  workspaceId: string,
  { visit, channel, at, articles, isOpened }: Shown & { articles: readonly string[]; isOpened: boolean },
): Promise<number> {
  return tx.count(sql`
    insert into article_showings as showing (workspace_id, visit, article, channel, shown_at, opened_at)
    select ${workspaceId}::uuid, ${visit}, shown.article, ${channel}, ${new Date(at)}::timestamptz,
      case when ${isOpened} then ${new Date(at)}::timestamptz end
    from (select distinct article from unnest(${articles}::text[]) as given (article)) as shown
    order by shown.article
    on conflict (workspace_id, visit, article) do update
    set opened_at = excluded.opened_at
    where showing.opened_at is null and excluded.opened_at is not null`)
}

/** Keeps whether an article helped in a visit: it was open then. */
export function keepAnswer(
  tx: Tx,
  workspaceId: string,
  { visit, channel, at, article, helped }: Shown & { article: string; helped: boolean },
): Promise<number> {
  return tx.count(sql`
    insert into article_showings as showing (workspace_id, visit, article, channel, shown_at, opened_at, helped)
    values (${workspaceId}, ${visit}, ${article}, ${channel}, ${new Date(at)}, ${new Date(at)}, ${helped})
    on conflict (workspace_id, visit, article) do update
    set opened_at = coalesce(showing.opened_at, excluded.opened_at),
      helped = excluded.helped`)
}

/** Keeps that a visitor asked after what it was shown since an instant; the first time counts. */
export function keepAsked(
  tx: Tx,
  workspaceId: string,
  { visit, since, at }: { visit: string; since: number; at: number },
): Promise<number> {
  return tx.count(sql`
    update article_showings as showing
    set asked_at = ${new Date(at)}
    where showing.workspace_id = ${workspaceId}
      and showing.visit = ${visit}
      and showing.shown_at > ${new Date(since)}
      and showing.asked_at is null`)
}

/** Removes some of the oldest showings from before an instant; gives how many. */
export function deleteOldShowings(
  tx: Tx,
  workspaceId: string,
  { beforeMs, limit }: { beforeMs: number; limit: number },
): Promise<number> {
  return tx.count(sql`
    delete from article_showings
    where article_showings.workspace_id = ${workspaceId}
      and (article_showings.visit, article_showings.article) in (
        select old.visit, old.article
        from article_showings as old
        where old.workspace_id = ${workspaceId} and old.shown_at < ${new Date(beforeMs)}
        order by old.shown_at
        limit ${limit})`)
}
