import type { FairnessReport } from '@switchyard/sdk'
import { countText, secondsText, wholeShare } from '../../ui/figure-text.ts'
import { language } from '../../ui/words/words.ts'
import { said } from './fairness-words.ts'
import { FigureTile } from './figure-tile.tsx'
import { TableCard } from './table-card.tsx'

type Person = FairnessReport['agents'][number]
type Evenness = FairnessReport['whole']

const decimals = (value: number | null, digits: number) =>
  value === null
    ? '–'
    : new Intl.NumberFormat(language(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)

/** A figure of this time alone: people and their hours differ too much from one time to the next to set them off. */
const alone = { change: null, before: '–' }

function Tiles({ whole }: { whole: Evenness }) {
  const { n, excluded, meanOccupancy, gini, maxMin, gap, declineRate, missRate, hardShare, offered, taken } = whole
  const basis = said(excluded === 0 ? 'basis' : 'basisWithout', { n: countText(n), excluded: countText(excluded) })
  return (
    <div className="grid grid-cols-2 gap-3 pane:grid-cols-[repeat(auto-fit,minmax(200px,1fr))]">
      <FigureTile
        {...alone}
        name={said('gini')}
        definition={said('giniText')}
        figure={decimals(gini, 2)}
        basis={basis}
        {...(gap === null ? {} : { note: said('giniNote', { gap: decimals(100 * gap, 0) }) })}
      />
      <FigureTile
        {...alone}
        name={said('mean')}
        definition={said('meanText')}
        figure={wholeShare(meanOccupancy)}
        basis={basis}
      />
      <FigureTile
        {...alone}
        name={said('maxMin')}
        definition={said('maxMinText')}
        figure={maxMin === null ? '–' : `${decimals(maxMin, 1)}×`}
        basis={basis}
      />
      <FigureTile
        {...alone}
        name={said('turnedDown')}
        definition={said('turnedDownText')}
        figure={wholeShare(declineRate)}
        basis={said('ofOffers', { n: countText(offered) })}
        {...(missRate === null ? {} : { note: said('missedNote', { missed: wholeShare(missRate) }) })}
      />
      <FigureTile
        {...alone}
        name={said('hardTasks')}
        definition={said('hardText')}
        figure={wholeShare(hardShare)}
        basis={said('ofTasks', { n: countText(taken) })}
      />
    </div>
  )
}

function OccupancyBar({ occupancy }: { occupancy: number | null }) {
  return (
    <span className="flex items-center justify-end gap-2">
      <span aria-hidden="true" className="block h-2 w-20 flex-none overflow-hidden rounded-full bg-fill max-pane:w-12">
        <i className="block h-full rounded-full bg-series-1" style={{ width: `${100 * (occupancy ?? 0)}%` }} />
      </span>
      <span className="min-w-9">{wholeShare(occupancy)}</span>
    </span>
  )
}

const offerColumns = () => [said('offered'), said('declined'), said('missed'), said('taken'), said('hard')]
const offerCells = ({ offered, declineRate, missRate, taken, hardShare }: Person | Evenness) => [
  countText(offered),
  wholeShare(declineRate),
  wholeShare(missRate),
  countText(taken),
  wholeShare(hardShare),
]

/** How evenly work is shared: how far people's occupancy is apart, by team, and what each of them was given. */
export function Fairness({ report }: { report: FairnessReport }) {
  const { whole, agents, groups } = report
  if (agents.length === 0) return <p className="text-ink-3">{said('nobody')}</p>
  const byOccupancy = agents.toSorted((one, other) => (other.occupancy ?? -1) - (one.occupancy ?? -1))
  return (
    <>
      <Tiles whole={whole} />
      {groups.length > 1 && (
        <TableCard
          title={said('teams')}
          columns={[said('team'), said('people'), said('mean'), 'Gini', said('maxMin'), ...offerColumns()]}
          rows={groups.map((group) => [
            group.team ?? said('noTeam'),
            countText(group.n),
            <OccupancyBar key="occupancy" occupancy={group.meanOccupancy} />,
            decimals(group.gini, 2),
            group.maxMin === null ? '–' : `${decimals(group.maxMin, 1)}×`,
            ...offerCells(group),
          ])}
        />
      )}
      <TableCard
        title={said('people')}
        columns={[said('person'), said('mean'), said('present'), said('team'), ...offerColumns()]}
        rows={byOccupancy.map((person) => [
          person.agent.name,
          <OccupancyBar key="occupancy" occupancy={person.occupancy} />,
          secondsText(person.presentSeconds),
          person.team ?? '–',
          ...offerCells(person),
        ])}
      />
    </>
  )
}
