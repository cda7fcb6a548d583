import { t } from '../../ui/words/words.ts'

interface SplitChoiceProps<T extends string> {
  label: string
  choices: readonly T[]
  chosen: T
  onChoose: (split: T) => void
}

/** What a table is split by, one press each. */
export function SplitChoice<T extends 'queue' | 'channel' | 'agent' | 'priority' | 'policy'>({
  label,
  choices,
  chosen,
  onChoose,
}: SplitChoiceProps<T>) {
  return (
    <span role="group" aria-label={label} className="ms-auto flex rounded-control bg-fill p-0.5">
      {choices.map((choice) => (
        <button
          key={choice}
          type="button"
          aria-pressed={choice === chosen}
          className="type-label ring-inside flex h-6 items-center whitespace-nowrap rounded-chip px-2 text-ink-2 aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-[0_0_0_1px_var(--line-strong)] max-pane:h-9"
          onClick={() => onChoose(choice)}
        >
          {choice === 'policy' ? t('reports.by.policy') : t(`quality.by.${choice as Exclude<T, 'policy'>}`)}
        </button>
      ))}
    </span>
  )
}
