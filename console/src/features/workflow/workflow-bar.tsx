import type { PublishedWorkflow, WorkflowCheck } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { fullDate, momentText } from '../../ui/time.ts'
import { now } from '../../ui/clock.ts'
import { t } from '../../ui/words/words.ts'

interface WorkflowBarProps {
  published: PublishedWorkflow
  isChanged: boolean
  isChecking: boolean
  isApplying: boolean
  /** Why apply is not possible; null when it is. */
  refusal: string | null
  onCheck: () => void
  onApply: () => void
  onUndo: () => void
}

/** Title, version, and the one action with the reason beside it while it is not possible. */
export function WorkflowBar({
  published,
  isChanged,
  isChecking,
  isApplying,
  refusal,
  onCheck,
  onApply,
  onUndo,
}: WorkflowBarProps) {
  const at = published.publishedAt
  return (
    <header className="flex min-h-(--h-bar) flex-none flex-wrap items-center gap-3 border-b border-line bg-surface px-5 py-1.5 max-pane:px-3">
      <h1 className="type-title">{t('area.workflow')}</h1>
      <Chip tone="outlined">{t('workflow.version', { version: published.version })}</Chip>
      {isChanged && <Chip tone="accent">{t('workflow.draft')}</Chip>}
      {at && (
        <span className="type-meta text-ink-3 max-stack:hidden" title={fullDate(at)}>
          {t('workflow.published', {
            at: momentText(at, now()),
            by: published.publishedBy.name ?? published.publishedBy.kind,
          })}
        </span>
      )}
      <span className="ms-auto flex flex-wrap items-center gap-2">
        <span id="apply-refusal" role="status" className="type-meta text-ink-3">
          {refusal}
        </span>
        {isChanged && (
          <Button look="bare" icon="undo" onClick={onUndo}>
            {t('workflow.undo')}
          </Button>
        )}
        <Button icon="check-circle" busy={isChecking} onClick={onCheck}>
          {t('workflow.check')}
        </Button>
        <Button
          look="main"
          icon="arrow-up"
          busy={isApplying}
          disabled={refusal !== null}
          aria-describedby="apply-refusal"
          onClick={onApply}
        >
          {t('workflow.apply')}
        </Button>
      </span>
    </header>
  )
}

/** The foot of the editor: what the last check found. */
export function CheckStatus({ check, error }: { check: WorkflowCheck | null; error: Error | null }) {
  const count = (severity: string) => check?.problems.filter((problem) => problem.severity === severity).length ?? 0
  const failed = check?.tests.filter((test) => !test.passed).length ?? 0
  const parts: [string, string][] = [
    ...(check && count('error') === 0 ? [[t('workflow.valid'), 'text-met'] as [string, string]] : []),
    ...(count('error') > 0
      ? [[t('workflow.errorCount', { count: count('error') }), 'text-breach'] as [string, string]]
      : []),
    ...(count('warning') > 0
      ? [[t('workflow.warningCount', { count: count('warning') }), 'text-near'] as [string, string]]
      : []),
    ...(failed > 0
      ? [[t('workflow.testsFail', { failed, all: check?.tests.length ?? 0 }), 'text-breach'] as [string, string]]
      : []),
    ...(error ? [[error.message, 'text-breach'] as [string, string]] : []),
  ]
  return (
    <footer
      role="status"
      className="type-meta flex h-8 flex-none items-center gap-4 overflow-hidden whitespace-nowrap border-t border-line bg-canvas px-4 text-ink-3"
    >
      {parts.map(([words, tone]) => (
        <span key={words} className={`truncate ${tone}`}>
          {words}
        </span>
      ))}
      {!check && !error && t('workflow.checking')}
      <span className="ms-auto">YAML</span>
    </footer>
  )
}
