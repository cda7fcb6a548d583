import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { MarketPlan, RequestToTry } from '@switchyard/sdk'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { OutcomeChip, TypeText } from '../../ui/handoff-marks.tsx'
import { stepWords } from '../../ui/handoff-words.ts'
import { Icon } from '../../ui/icon.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { testDifferences } from '../../ui/test-differences.ts'
import { plural, t } from '../../ui/words/words.ts'
import { ChangesCard } from './market-changes.tsx'
import { readSettings } from './market-text.ts'
import type { MarketSettings } from './market-text.ts'
import { tryQuery } from './queries.ts'

interface Wanted {
  pair: string
  region: string
  storeId: string
  age: string
}

function requestOf(text: string, wanted: Wanted): RequestToTry {
  const [categoryId = '', subcategoryId = ''] = wanted.pair.split(' > ')
  const age = wanted.age.trim() === '' ? null : Number(wanted.age)
  return {
    document: text,
    region: wanted.region,
    categoryId,
    subcategoryId,
    storeId: wanted.storeId.trim() || null,
    orderAgeMinutes: age === null || Number.isNaN(age) ? null : age,
  }
}

function Verdict({ request }: { request: RequestToTry }) {
  const { data, error } = useQuery(tryQuery(request))
  if (error && !data) return <ProblemLine error={error} />
  if (!data) return <Bones className="py-1" rows={['h-5', 'h-5']} />
  return (
    <div role="status" className="grid gap-2">
      <p className="flex flex-wrap items-center gap-2">
        <OutcomeChip outcome={data.outcome} />
        <TypeText handoff={data} />
        {data.knowledgeForceIssueId !== null && <Chip title={t('market.issueId')}>{data.knowledgeForceIssueId}</Chip>}
        {data.eventType !== null && (
          <span className="type-code ms-auto !text-[11.5px] text-ink-3 [overflow-wrap:anywhere]">{data.eventType}</span>
        )}
      </p>
      <p>
        {t('market.wouldGo')} <b className="font-medium">{data.partner?.name ?? t('handoff.ownQueues')}</b>
        {t('market.because')}
      </p>
      <ul className="grid gap-0.5 text-ink-2">
        {data.explanation.map((step) => (
          <li key={step.code} className="flex gap-2">
            <Icon name="arrow" size="xs" tone="mt-[5px] text-ink-3" />
            {stepWords(step)}
          </li>
        ))}
      </ul>
    </div>
  )
}

function TryCard({ text, settings }: { text: string; settings: MarketSettings }) {
  const pairs = settings.groups.flatMap((group) =>
    group.subcategories.map((id) => ({
      value: `${group.id} > ${id}`,
      label: `${group.name} › ${settings.subcategories.find((one) => one.id === id)?.name ?? id}`,
    })),
  )
  const [wanted, want] = useState<Wanted>({ pair: '', region: '', storeId: '', age: '120' })
  const pair = pairs.some(({ value }) => value === wanted.pair) ? wanted.pair : (pairs[0]?.value ?? '')
  const region = settings.regions.includes(wanted.region) ? wanted.region : (settings.regions[0] ?? '')
  const set = (change: Partial<Wanted>) => want({ ...wanted, pair, region, ...change })
  const field = 'field !h-[30px] max-pane:!h-11'
  const label = 'grid gap-1 text-ink-3'
  return (
    <Card icon="play" title={t('market.try')}>
      <div className="type-small grid gap-3 p-3.5">
        <div className="grid grid-cols-3 gap-2">
          <label className={`${label} col-span-3`}>
            {t('handoff.request')}
            <select className={field} value={pair} onChange={(event) => set({ pair: event.target.value })}>
              {pairs.map(({ value, label: name }) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label className={label}>
            {t('handoff.region')}
            <select className={field} value={region} onChange={(event) => set({ region: event.target.value })}>
              {settings.regions.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
          <label className={label}>
            {t('market.orderAge')}
            <input
              type="number"
              className={`${field} num`}
              placeholder={t('market.noOrder')}
              value={wanted.age}
              onChange={(event) => set({ age: event.target.value })}
            />
          </label>
          <label className={label}>
            {t('handoff.storeId')}
            <input
              className={`${field} num`}
              value={wanted.storeId}
              onChange={(event) => set({ storeId: event.target.value })}
            />
          </label>
        </div>
        {pair !== '' && <Verdict request={requestOf(text, { ...wanted, pair, region })} />}
      </div>
    </Card>
  )
}

function FaultsCard({ plan, onLine }: { plan: MarketPlan; onLine: (line: number) => void }) {
  const { problems } = plan.check
  if (problems.length === 0) return null
  return (
    <Card icon="alert" title={t('market.faults')} aside={<Chip>{problems.length}</Chip>}>
      <ul className="type-small">
        {problems.map(({ severity, message, line, pointer }) => (
          <li
            key={`${line} ${pointer} ${message}`}
            className="flex items-start gap-2 border-b border-line px-3.5 py-1.5 last:border-0"
          >
            <Icon
              name={severity === 'error' ? 'alert' : 'near'}
              size="s"
              tone={`mt-[3px] ${severity === 'error' ? 'text-breach' : 'text-near'}`}
              label={t(severity === 'error' ? 'market.error' : 'market.warning')}
            />
            <span className="min-w-0 flex-1">{message}</span>
            {line !== null && (
              <button
                type="button"
                className="link font-mono text-[11.5px]"
                title={t('bench.toLine', { line })}
                onClick={() => onLine(line)}
              >
                L{line}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function TestsCard({ plan }: { plan: MarketPlan }) {
  const { tests } = plan.check
  const failed = tests.filter(({ passed }) => !passed)
  const aside = failed.length === 0 ? plural('tests.pass', tests.length) : plural('tests.fail', failed.length)
  return (
    <Card
      icon="check-circle"
      title={t('tests.title')}
      aside={tests.length > 0 && <Chip tone={failed.length === 0 ? 'met' : 'breach'}>{aside}</Chip>}
    >
      {tests.length === 0 && <p className="type-small px-3.5 py-2.5 text-ink-3">{t('tests.none')}</p>}
      <ul className="type-small">
        {[...failed, ...tests.filter(({ passed }) => passed)].map(({ name, passed, expected, actual }) => (
          <li key={name} className="border-b border-line px-3.5 py-1.5 last:border-0">
            <span className="flex items-center gap-2">
              <Icon
                name={passed ? 'check' : 'x'}
                size="s"
                tone={passed ? 'text-met' : 'text-breach'}
                label={t(passed ? 'tests.passed' : 'tests.failed')}
              />
              {name}
            </span>
            {!passed &&
              testDifferences(expected, actual).map((one) => (
                <span key={one.name} className="block ps-[22px] text-ink-2">
                  {one.name} {t('tests.expected')} <code className="type-code !text-[11.5px]">{one.expected}</code>,{' '}
                  {t('tests.got')} <code className="type-code !text-[11.5px]">{one.actual}</code>
                </span>
              ))}
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Beside the document: where a request would go, what publishing changes, its faults and its tests. */
export function MarketBench({
  text,
  plan,
  onLine,
}: {
  text: string
  plan: MarketPlan | null
  onLine: (line: number) => void
}) {
  const settings = readSettings(text)
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={t('market.pane.bench')}
      className="ring-inside flex min-h-0 flex-col gap-3 overflow-y-auto border-s border-line bg-canvas px-4 py-3.5 max-pane:px-3.5"
    >
      {plan && <FaultsCard plan={plan} onLine={onLine} />}
      {settings && <TryCard text={text} settings={settings} />}
      <ChangesCard plan={plan} />
      {plan && <TestsCard plan={plan} />}
    </div>
  )
}

/** The foot of the document: whether it may be published. */
export function CheckLine({ plan, error }: { plan: MarketPlan | null; error: Error | null }) {
  const count = (severity: string) => plan?.check.problems.filter((one) => one.severity === severity).length ?? 0
  return (
    <footer
      role="status"
      className="type-meta flex h-8 flex-none items-center gap-4 overflow-hidden whitespace-nowrap border-t border-line bg-canvas px-4 text-ink-3"
    >
      {error && <span className="truncate text-breach">{error.message}</span>}
      {!plan && !error && t('market.checking')}
      {plan && count('error') === 0 && <span className="text-met">{t('market.valid')}</span>}
      {count('error') > 0 && <span className="text-breach">{t('workflow.errorCount', { count: count('error') })}</span>}
      {count('warning') > 0 && (
        <span className="text-near">{t('workflow.warningCount', { count: count('warning') })}</span>
      )}
    </footer>
  )
}
