import type { ReactNode } from 'react'
import type { QaFigures } from '@switchyard/sdk'
import { shareText } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { Definition } from '../../ui/definition.tsx'
import { countText, judged, passMark, scoreText, secondsText, wholeShare } from '../../ui/figure-text.ts'
import { RangeBar } from './range-bar.tsx'

interface TileProps {
  name: string
  definition: string
  figure: string
  unit?: string
  /** How many rows it stands on, and how many it leaves out. */
  basis: string
  children?: ReactNode
}

function Tile({ name, definition, figure, unit, basis, children }: TileProps) {
  return (
    <section className="relative flex min-h-[132px] flex-col rounded-card bg-surface px-3.5 pb-2.5 pt-3 shadow-[0_0_0_1px_var(--line),var(--shadow-1)]">
      <h3 className="type-ui-strong">
        <Definition text={definition}>{name}</Definition>
      </h3>
      <p className="num mt-1 flex flex-wrap items-baseline gap-x-[5px] [font:var(--t-figure)] tracking-[-0.022em]">
        {figure}
        {unit !== undefined && (
          <small className="text-[12px]/[16px] font-normal tracking-normal text-ink-3">{unit}</small>
        )}
      </p>
      <div className="type-small text-ink-2">{children}</div>
      <p className="type-meta mt-auto pt-1.5 text-ink-3">{basis}</p>
    </section>
  )
}

function TimedTile({ metric, timed }: { metric: 'firstResponse' | 'resolution'; timed: QaFigures['firstResponse'] }) {
  return (
    <Tile
      name={t(`quality.${metric}`)}
      definition={t(`quality.${metric}Text`)}
      figure={secondsText(timed.p50Seconds)}
      {...(timed.n > 0 ? { unit: t('quality.median') } : {})}
      basis={basisOf(timed.n, timed.excluded)}
    >
      {timed.n > 0 && <p>{t('quality.nineInTen', { time: secondsText(timed.p90Seconds) })}</p>}
      {timed.attainment !== null && (
        <p>{t('quality.onTime', { share: shareText(timed.attainment), n: countText(judged(timed)) })}</p>
      )}
    </Tile>
  )
}

const basisOf = (n: number, excluded: number) =>
  n === 0 && excluded === 0
    ? t('quality.noTickets')
    : excluded === 0
      ? plural('quality.ofTickets', n)
      : `${plural('quality.ofTickets', n)} ${plural('quality.without', excluded)}`

function VolumeTiles({ volume }: { volume: QaFigures['volume'] }) {
  const channels = Object.entries(volume.byChannel).sort(([, a], [, b]) => b - a)
  const named = channels.slice(0, 3).map(([channel, count]) => `${wordFor('channel', channel)} ${countText(count)}`)
  const others = channels.slice(3).reduce((sum, [, count]) => sum + count, 0)
  if (others > 0) named.push(t('quality.otherChannels', { count: countText(others) }))
  return (
    <>
      <Tile
        name={t('quality.created')}
        definition={t('quality.createdText')}
        figure={countText(volume.created)}
        unit={t('quality.tickets')}
        basis={t('quality.byChannel')}
      >
        <p>{named.join(' · ')}</p>
      </Tile>
      <Tile
        name={t('quality.closed')}
        definition={t('quality.closedText')}
        figure={countText(volume.closed)}
        unit={t('quality.tickets')}
        basis={t('quality.openBasis')}
      >
        <p>{plural('quality.stillOpen', volume.open)}</p>
      </Tile>
    </>
  )
}

function QualityTiles({ quality }: { quality: QaFigures['quality'] }) {
  const { n, excluded, score, ci95, passRate, passRateCi95 } = quality
  const basis =
    n === 0
      ? t('quality.noReviews')
      : `${plural('quality.ofReviews', n)}${excluded > 0 ? ` ${plural('quality.unscored', excluded)}` : ''}`
  const scoreRange = ci95 === null ? '' : t('quality.range', { low: scoreText(ci95.low), high: scoreText(ci95.high) })
  const passRange =
    passRateCi95 === null
      ? ''
      : t('quality.range', { low: wholeShare(passRateCi95.low), high: wholeShare(passRateCi95.high) })
  return (
    <>
      <Tile
        name={t('quality.score')}
        definition={t('quality.scoreText')}
        figure={scoreText(score)}
        {...(score === null ? {} : { unit: t('quality.of100') })}
        basis={basis}
      >
        {score !== null && ci95 !== null && (
          <>
            <RangeBar value={score} low={ci95.low} high={ci95.high} mark={passMark} label={scoreRange} />
            <p>{scoreRange}</p>
          </>
        )}
      </Tile>
      <Tile
        name={t('quality.passRate')}
        definition={t('quality.passRateText')}
        figure={passRate === null ? '–' : shareText(passRate)}
        basis={basis}
      >
        {passRate !== null && passRateCi95 !== null && (
          <>
            <RangeBar
              value={passRate * 100}
              low={passRateCi95.low * 100}
              high={passRateCi95.high * 100}
              mark={passMark}
              label={passRange}
            />
            <p>{passRange}</p>
          </>
        )}
      </Tile>
    </>
  )
}

/** The figures of a time: each with its rows and what it leaves out, in words. */
export function FigureTiles({ report, isOld }: { report: QaFigures; isOld: boolean }) {
  const { volume, escalations, reopened } = report
  return (
    <div
      aria-busy={isOld}
      className={`grid grid-cols-2 gap-3 pane:grid-cols-[repeat(auto-fill,minmax(212px,1fr))] ${isOld ? 'opacity-60' : ''}`}
    >
      <VolumeTiles volume={volume} />
      <TimedTile metric="firstResponse" timed={report.firstResponse} />
      <TimedTile metric="resolution" timed={report.resolution} />
      <QualityTiles quality={report.quality} />
      <Tile
        name={t('quality.escalations')}
        definition={t('quality.escalationsText')}
        figure={countText(escalations.n)}
        unit={t('quality.cases')}
        basis={plural('quality.ofCreated', volume.created)}
      >
        {escalations.rate !== null && <p>{t('quality.perCreated', { share: shareText(escalations.rate) })}</p>}
      </Tile>
      <Tile
        name={t('quality.reopened')}
        definition={t('quality.reopenedText')}
        figure={countText(reopened.n)}
        unit={t('quality.tickets')}
        basis={plural('quality.ofEnded', volume.closed)}
      >
        {reopened.rate !== null && <p>{t('quality.perEnded', { share: shareText(reopened.rate) })}</p>}
      </Tile>
    </div>
  )
}
