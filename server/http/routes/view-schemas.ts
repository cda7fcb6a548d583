import { Type } from 'typebox'
import { viewColumns, viewGroups, viewIcons, viewSharings, viewSorts } from '../../modules/views/index.ts'
import { component, id, instant, nullable, oneOf, spokenText } from '../schemas.ts'

const q = Type.String({ maxLength: 1_000, description: 'The search grammar; empty = everything.' })
const icon = oneOf(viewIcons)
const sort = oneOf(viewSorts, { description: '`due` sorts what a screen has loaded; lists come newest first.' })
const columns = Type.Array(oneOf(viewColumns), { maxItems: viewColumns.length, uniqueItems: true })
const groupBy = nullable(oneOf(viewGroups))
const sharedWith = oneOf(viewSharings)
const teams = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 50, uniqueItems: true })

/** What may be said of a view when it is made or changed. */
export const viewBody = {
  name: spokenText(60),
  q: Type.Optional(q),
  icon: Type.Optional(icon),
  sort: Type.Optional(sort),
  columns: Type.Optional(columns),
  groupBy: Type.Optional(groupBy),
  sharedWith: Type.Optional(sharedWith),
  teams: Type.Optional(teams),
}

export const ViewSchema = component('View', {
  id: id('view'),
  slug: nullable(Type.String({ description: 'Of a view of the product.' })),
  name: Type.String(),
  hasOwnName: Type.Boolean({ description: 'False: screens say the name in their own language, by the slug.' }),
  icon,
  q,
  sort,
  columns,
  groupBy,
  sharedWith,
  teams,
  isOwn: Type.Boolean(),
  canEdit: Type.Boolean({ description: 'Whether you may change it.' }),
  version: Type.Integer(),
  createdAt: instant(),
  updatedAt: instant(),
})

export const exampleView = {
  id: 'view_01jqzv5k3mf8tbn2c4d6e7g9ha',
  slug: 'mine' as string | null,
  name: 'My open tickets',
  hasOwnName: false,
  icon: 'inbox' as 'inbox' | 'star' | 'flag',
  q: 'assignee:me is:open',
  sort: 'due' as const,
  columns: [],
  groupBy: null,
  sharedWith: 'workspace' as const,
  teams: [],
  isOwn: false,
  canEdit: true,
  version: 1,
  createdAt: '2026-11-20T09:00:00.000Z',
  updatedAt: '2026-11-20T09:00:00.000Z',
}
