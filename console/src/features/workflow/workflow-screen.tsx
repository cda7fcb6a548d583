import { useEffect, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PublishedWorkflow } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { Bones, Failure, ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { applyRefusal } from './apply-reason.ts'
import { AutomationsCard } from './automations-card.tsx'
import { Bench } from './bench.tsx'
import { applyWorkflow, checkQuery, workflowQuery } from './queries.ts'
import { RolloutCard } from './rollout-card.tsx'
import { TestsCard } from './tests-card.tsx'
import { wereTestsRun } from './were-tests-run.ts'
import { CheckStatus, WorkflowBar } from './workflow-bar.tsx'
import { YamlEditor } from '../../ui/yaml-editor.tsx'

const restMs = 700
const noProblems: never[] = []

/** The text after the writer has rested, so a check runs once and not per key. */
function useRested(text: string): [string, () => void] {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs)
    return () => clearTimeout(timer)
  }, [text])
  return [rested, () => setRested(text)]
}

type Pane = 'document' | 'bench'

function PaneSwitch({ pane, onPane }: { pane: Pane; onPane: (pane: Pane) => void }) {
  return (
    <div role="tablist" className="flex flex-none gap-1 border-b border-line bg-surface p-1.5 stack:hidden">
      {(['document', 'bench'] as const).map((choice) => (
        <button
          key={choice}
          type="button"
          role="tab"
          aria-selected={pane === choice}
          onClick={() => onPane(choice)}
          className="type-label h-9 flex-1 rounded-control text-ink-3 aria-selected:bg-fill aria-selected:text-ink"
        >
          {t(`workflow.pane.${choice}`)}
        </button>
      ))}
    </div>
  )
}

interface Base {
  version: number
  document: string
}

/** The edited text over the version it began from. A newer version replaces an unedited text and never an edited one. */
function useDocument(published: PublishedWorkflow) {
  const client = useQueryClient()
  const [base, setBase] = useState<Base>(published)
  const [text, setText] = useState(published.document)
  const [revision, setRevision] = useState(0)
  const isChanged = text !== base.document
  const startFrom = (next: Base) => {
    setBase(next)
    setText(next.document)
    setRevision((known) => known + 1)
  }
  useEffect(() => {
    if (published.version !== base.version && !isChanged) startFrom(published)
  }, [published, base.version, isChanged])
  const apply = useMutation({
    mutationFn: () => applyWorkflow({ document: text, expectedVersion: base.version }),
    onSuccess: (applied) => {
      setBase({ version: applied.version, document: text })
      client.setQueryData(workflowQuery.queryKey, (known) =>
        known ? { ...known, document: text, version: applied.version } : known,
      )
      void client.invalidateQueries({ queryKey: cacheKeys.workflow })
      void client.invalidateQueries({ queryKey: cacheKeys.me })
    },
  })
  const isOutrun = isChanged && published.version !== base.version
  return { base, text, setText, revision, isChanged, isOutrun, apply, undo: () => startFrom(published) }
}

function Loaded({ published }: { published: PublishedWorkflow }) {
  const edited = useDocument(published)
  const { base, text, isChanged, apply } = edited
  const [pane, setPane] = useState<Pane>('document')
  const [target, setTarget] = useState<{ line: number; request: number } | null>(null)
  const [rested, restNow] = useRested(text)
  const check = useQuery(checkQuery(rested))
  const current = rested === text ? (check.data ?? null) : null
  const refusal = edited.isOutrun
    ? t('workflow.meanwhile', { version: published.version })
    : applyRefusal({ isChanged, check: current })
  const onLine = (line: number) => {
    setPane('document')
    setTarget({ line, request: (target?.request ?? 0) + 1 })
  }
  const onCheck = () => {
    restNow()
    void check.refetch()
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <WorkflowBar
        published={{ ...published, version: base.version }}
        isChanged={isChanged}
        isChecking={check.isFetching}
        isApplying={apply.isPending}
        refusal={refusal}
        onCheck={onCheck}
        onApply={() => apply.mutate()}
        onUndo={edited.undo}
      />
      {apply.error && (
        <div className="border-b border-line bg-surface px-5 py-2">
          <ProblemLine error={apply.error} />
        </div>
      )}
      <PaneSwitch pane={pane} onPane={setPane} />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] stack:grid-cols-[minmax(0,1fr)_minmax(400px,42%)] full:grid-cols-[minmax(0,1fr)_600px]">
        <section
          aria-label={t('workflow.document')}
          className={`flex min-h-0 min-w-0 flex-col bg-surface ${pane === 'document' ? '' : 'max-stack:hidden'}`}
        >
          <div className="min-h-0 flex-1">
            <YamlEditor
              key={edited.revision}
              initial={base.document}
              problems={check.data?.problems ?? noProblems}
              target={target}
              onChange={edited.setText}
            />
          </div>
          <CheckStatus check={check.data ?? null} error={check.error} />
        </section>
        <div className={`grid min-h-0 ${pane === 'bench' ? '' : 'max-stack:hidden'}`}>
          <Bench document={text} onLine={onLine}>
            <RolloutCard published={published} />
            <AutomationsCard document={text} onLine={onLine} />
            {(check.data === undefined || wereTestsRun(check.data)) && (
              <TestsCard tests={check.data?.tests ?? null} onLine={onLine} />
            )}
          </Bench>
        </div>
      </div>
    </div>
  )
}

/** The workspace's operational document: edit it, see problems in place, try a request, apply it as the next version. */
export function WorkflowScreen() {
  const { data, error, refetch } = useQuery(workflowQuery)
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Bones className="p-5" rows={['h-6 w-1/3', 'h-96']} />
  return <Loaded published={data} />
}
