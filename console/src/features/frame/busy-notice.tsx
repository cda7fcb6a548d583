import { useIsBusy } from '../../live/busy.ts'
import { t } from '../../ui/words/words.ts'

/** Said calmly while answers wait for a busy service: nothing is lost, and nobody has to do anything. */
export function BusyNotice() {
  if (!useIsBusy()) return null
  return (
    <p className="enter-fade pointer-events-auto flex min-h-11 items-center gap-2.5 rounded-card bg-raised px-3.5 py-1.5 shadow-[0_0_0_1px_var(--line-strong),var(--shadow-3)]">
      <span className="spinner flex-none" /> {t('state.busy')}
    </p>
  )
}
