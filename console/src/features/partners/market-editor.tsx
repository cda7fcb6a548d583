import { lazy, Suspense, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { MarketPlan } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { YamlEditor } from '../../ui/yaml-editor.tsx'
import { CheckLine, MarketBench } from './market-bench.tsx'
import { MarketBar } from './market-bar.tsx'
import type { BarProps, MarketPane } from './market-bar.tsx'
import { readSettings } from './market-text.ts'
import { MarketSettingsForm } from './market-settings.tsx'
import { planQuery } from './queries.ts'
import { useMarketText } from './use-market-text.ts'
import type { EditedMarket, InForce } from './use-market-text.ts'

const MarketVersions = lazy(async () => ({ default: (await import('./market-versions.tsx')).MarketVersions }))

const noProblems: never[] = []

/** Why it cannot be published, in words; null when it can. */
function refusalOf(edited: EditedMarket, { inForce, plan }: { inForce: InForce; plan: MarketPlan | null }) {
  if (edited.isOutrun) return t('market.meanwhile', { version: inForce.version })
  if (!edited.isChanged) return t('market.unchanged')
  if (plan === null) return t('market.checking')
  // Written for a market that is to be, under the name of another one.
  if (inForce.version === 0 && plan.version > 0) return t('market.exists', { slug: plan.slug ?? '' })
  return plan.check.isPublishable && plan.conflict === null ? null : t('market.faulty')
}

/** Two devices, one draft: whoever was later says which of the two goes on. */
function Outdone({ edited, by }: { edited: EditedMarket; by: string | undefined }) {
  return (
    <div
      role="alert"
      className="type-small flex flex-wrap items-center gap-2 border-b border-line bg-near-tint px-5 py-2 max-pane:px-3.5"
    >
      <Icon name="near" size="s" tone="text-near" />
      <span className="min-w-0 flex-1 basis-56">
        {by === undefined ? t('market.draftGone') : t('market.outdone', { name: by })}
      </span>
      <Button small onClick={() => void edited.takeTheirs()}>
        {t('market.takeTheirs')}
      </Button>
      <Button small onClick={() => void edited.keepMine()}>
        {t('market.keepMine')}
      </Button>
    </div>
  )
}

interface LeftProps {
  pane: MarketPane
  inForce: InForce
  edited: EditedMarket
  mayWrite: boolean
  plan: MarketPlan | undefined
  target: { line: number; request: number } | null
}

function LeftSide({ pane, inForce, edited, mayWrite, plan, target }: LeftProps) {
  if (pane === 'versions')
    return (
      <Suspense fallback={<Bones className="p-5" rows={['h-10', 'h-10']} />}>
        <MarketVersions slug={inForce.slug} inForce={inForce.version} mayWrite={mayWrite} />
      </Suspense>
    )
  if (pane !== 'document') return <MarketSettingsForm text={edited.text} mayWrite={mayWrite} onText={edited.setText} />
  return (
    <YamlEditor
      key={edited.revision}
      initial={edited.text}
      problems={plan?.check.problems ?? noProblems}
      target={target}
      onChange={edited.setText}
    />
  )
}

type EditorProps = Pick<BarProps, 'inForce' | 'mayWrite' | 'onSlug' | 'onNew'>

/** A market's settings and text, what was published of it, and beside them what publishing the text would do. */
export function MarketEditor({ inForce, mayWrite, onSlug, onNew }: EditorProps) {
  const edited = useMarketText({ inForce, mayWrite, onPublished: onSlug })
  const { text, rested } = edited
  const plan = useQuery(planQuery(rested))
  const current = rested === text ? (plan.data ?? null) : null
  const [pane, setPane] = useState<MarketPane>('settings')
  const [target, setTarget] = useState<LeftProps['target']>(null)
  const refusal = refusalOf(edited, { inForce, plan: current })
  const onLine = (line: number) => {
    setPane('document')
    setTarget((known) => ({ line, request: (known?.request ?? 0) + 1 }))
  }
  // A text under another name than the market's is refused by the market itself; one that is to be may still be named.
  const slug = inForce.version === 0 ? (readSettings(text)?.slug ?? inForce.slug) : inForce.slug
  return (
    <>
      <MarketBar {...{ inForce, edited, refusal, mayWrite, pane, onSlug, onNew }} target={slug} onPane={setPane} />
      {edited.outdone && <Outdone edited={edited} by={edited.outdone.body.savedBy} />}
      {edited.error && (
        <div className="border-b border-line px-5 py-2">
          <ProblemLine error={edited.error} />
        </div>
      )}
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] stack:grid-cols-[minmax(0,1fr)_minmax(360px,40%)]">
        <div className={`flex min-h-0 min-w-0 flex-col ${pane === 'bench' ? 'max-stack:hidden' : ''}`}>
          <div className="min-h-0 flex-1">
            <LeftSide {...{ pane, inForce, edited, mayWrite, target }} plan={plan.data} />
          </div>
          {pane !== 'versions' && <CheckLine plan={current} error={plan.error} />}
        </div>
        <div className={`grid min-h-0 ${pane === 'bench' ? '' : 'max-stack:hidden'}`}>
          <MarketBench text={rested} plan={current} onLine={onLine} />
        </div>
      </div>
    </>
  )
}
