export const viewSharings = ['nobody', 'teams', 'workspace'] as const
export type ViewSharing = (typeof viewSharings)[number]

export const viewSorts = ['due', 'newest', 'relevance'] as const
export const viewColumns = [
  'number',
  'summary',
  'customer',
  'status',
  'priority',
  'queue',
  'assignee',
  'due',
  'channel',
  'language',
  'category',
  'type',
  'tags',
  'created',
  'updated',
] as const
export const viewGroups = ['due', 'status', 'queue', 'priority', 'assignee', 'customer', 'channel'] as const
export const viewIcons = [
  'inbox',
  'dashed',
  'alert',
  'pause',
  'clock',
  'shield',
  'check-circle',
  'search',
  'star',
  'flag',
  'tag',
  'user',
  'filter',
  'bolt',
  'card',
  'bag',
  'chat',
  'mail',
  'phone',
] as const

/** What somebody says of a view. */
export interface ViewDetails {
  readonly name: string | null
  readonly icon: (typeof viewIcons)[number]
  /** The search grammar; '' = everything. */
  readonly q: string
  readonly sort: (typeof viewSorts)[number]
  readonly columns: readonly (typeof viewColumns)[number][]
  readonly groupBy: (typeof viewGroups)[number] | null
  readonly sharedWith: ViewSharing
  readonly teams: readonly string[]
}

/** A search under a name. */
export interface SavedView extends ViewDetails {
  readonly id: string
  /** Of a view of the product, which screens name in their own language until it has a name. */
  readonly slug: string | null
  readonly ownerId: string | null
  readonly position: number
  readonly version: number
  readonly createdAt: number
  readonly updatedAt: number
}

/** What views of the product are called where they have no name of their own. */
const firstNames: Readonly<Record<string, string>> = {
  mine: 'My open tickets',
  unassigned: 'Unassigned',
  breaching: 'Breaching soon',
  waiting: 'Waiting',
  snoozed: 'Put aside',
  escalated: 'Escalated',
  solved: 'Solved',
  all: 'All tickets',
}

/** The name of a view, its own or the product's. */
export function nameOf({ name, slug }: Pick<SavedView, 'name' | 'slug'>): string {
  return name ?? firstNames[slug ?? ''] ?? slug ?? ''
}
