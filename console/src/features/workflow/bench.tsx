import { useState } from 'react'
import type { ReactNode } from 'react'
import { useMutation } from '@tanstack/react-query'
import type { DryRunRequest } from '@switchyard/sdk'
import { useActions } from '../../ui/actions.ts'
import { Button } from '../../ui/button.tsx'
import { useKeyText } from '../../ui/key-map.ts'
import { Empty, ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { BenchResult } from './bench-result.tsx'
import { dryRun, latestRequest } from './queries.ts'

const start: DryRunRequest = { serviceLine: 'game-support', channel: 'ticket', language: 'en', issueSummary: '' }

interface BenchFieldProps {
  name: keyof DryRunRequest
  request: DryRunRequest
  onChange: (request: DryRunRequest) => void
  className?: string
  placeholder?: string
}

/** A field named as the API names it. */
function BenchField({ name, request, onChange, className = '', placeholder }: BenchFieldProps) {
  return (
    <label
      className={`hairline type-meta flex h-[26px] items-center gap-1.5 rounded-control bg-surface px-2 focus-within:shadow-[inset_0_0_0_1px_var(--focus)] max-pane:h-11 ${className}`}
    >
      <span className="text-ink-3">{name}</span>
      <input
        className="min-w-0 flex-1 bg-transparent text-ink outline-none [field-sizing:content]"
        placeholder={placeholder}
        value={request[name] ?? ''}
        onChange={(event) => onChange({ ...request, [name]: event.target.value })}
      />
    </label>
  )
}

const withoutEmpty = (request: DryRunRequest): DryRunRequest => ({
  channel: request.channel,
  issueSummary: request.issueSummary,
  ...(request.serviceLine ? { serviceLine: request.serviceLine } : {}),
  ...(request.language ? { language: request.language } : {}),
})

function useRun(document: string) {
  return useMutation({
    mutationFn: async (request: DryRunRequest) => {
      const startedAtMs = performance.now()
      const run = await dryRun({ request: withoutEmpty(request), document })
      return { run, tookMs: performance.now() - startedAtMs }
    },
  })
}

interface RequestFormProps {
  request: DryRunRequest
  onChange: (request: DryRunRequest) => void
  onRun: () => void
}

function RequestForm({ request, onChange, onRun }: RequestFormProps) {
  return (
    <form
      className="flex flex-wrap gap-1.5"
      onSubmit={(event) => {
        event.preventDefault()
        onRun()
      }}
    >
      {(['serviceLine', 'channel', 'language'] as const).map((name) => (
        <BenchField key={name} name={name} request={request} onChange={onChange} />
      ))}
      <BenchField
        name="issueSummary"
        request={request}
        onChange={onChange}
        className="basis-full"
        placeholder={t('bench.example')}
      />
      <button type="submit" className="sr-only" tabIndex={-1}>
        {t('bench.run')}
      </button>
    </form>
  )
}

interface BenchBarProps {
  isReady: boolean
  isRunning: boolean
  isFetching: boolean
  onRun: () => void
  onLatest: () => void
}

function BenchBar({ isReady, isRunning, isFetching, onRun, onLatest }: BenchBarProps) {
  const key = useKeyText('dry-run')
  return (
    <header className="flex h-[42px] flex-none items-center gap-2 border-b border-line bg-surface ps-4 pe-3">
      <h2 className="whitespace-nowrap text-[13.5px]/[20px] font-semibold">{t('bench.title')}</h2>
      <span className="type-meta truncate text-ink-3">{t('bench.nothing')}</span>
      <span className="ms-auto flex items-center gap-1.5">
        <Button small look="bare" icon="history" busy={isFetching} onClick={onLatest}>
          {t('bench.fromLast')}
        </Button>
        <Button
          small
          look="solid"
          icon="play"
          {...(key === undefined ? {} : { shortcut: key })}
          busy={isRunning}
          aria-disabled={!isReady}
          onClick={onRun}
        >
          {t('bench.run')}
        </Button>
      </span>
    </header>
  )
}

interface BenchProps {
  document: string
  onLine: (line: number) => void
  children: ReactNode
}

/** A request to try against the document on screen: nothing is created. */
export function Bench({ document, onLine, children }: BenchProps) {
  const [request, setRequest] = useState(start)
  const run = useRun(document)
  const latest = useMutation({ mutationFn: latestRequest, onSuccess: (found) => found && setRequest(found) })
  const isReady = request.issueSummary.trim() !== ''
  const onRun = () => isReady && run.mutate(request)
  useActions('bench', [
    {
      id: 'dry-run',
      label: t('bench.run'),
      group: t('area.workflow'),
      icon: 'play',
      isAllowed: isReady,
      run: onRun,
    },
  ])
  const error = run.error ?? latest.error
  return (
    <section aria-label={t('bench.title')} className="flex min-h-0 min-w-0 flex-col border-s border-line bg-canvas">
      <BenchBar
        isReady={isReady}
        isRunning={run.isPending}
        isFetching={latest.isPending}
        onRun={onRun}
        onLatest={() => latest.mutate()}
      />
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 py-3.5">
        <RequestForm request={request} onChange={setRequest} onRun={onRun} />
        {error && <ProblemLine error={error} />}
        {run.data ? (
          <BenchResult run={run.data.run} tookMs={run.data.tookMs} onLine={onLine} />
        ) : (
          <div className="rounded-card border-[1.5px] border-dashed border-line-strong">
            <Empty icon="branch" title={t('bench.empty')} text={t('bench.emptyText')} />
          </div>
        )}
        {children}
      </div>
    </section>
  )
}
