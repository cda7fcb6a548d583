import type { QueueFigures, RoutingStep } from '@switchyard/sdk'
import { shortDuration } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'

const actions = {
  callback: 'step.callback',
  voicemail: 'step.voicemail',
  message: 'step.message',
  escalate: 'step.escalate',
} as const

/** What a step does, in words; queues by their labels. */
export function stepText(step: RoutingStep, queues: readonly Pick<QueueFigures, 'slug' | 'label'>[]): string {
  if (step.kind === 'expire') return t('step.expire')
  if (step.kind === 'relax') return relaxText(step)
  const to = step.to ?? ''
  const text =
    to in actions
      ? t(actions[to as keyof typeof actions])
      : t('step.move', { to: queues.find((queue) => queue.slug === to)?.label ?? to })
  if (step.passedOver === 'number_withheld') return t('step.numberWithheld', { step: text })
  return step.isSkippedIfNobody ? t('step.unlessNobody', { step: text }) : text
}

function relaxText({ ring, skills, dropSkills, languages }: RoutingStep): string {
  const asked = Object.entries(skills ?? {}).map(([skill, level]) => `${skill} ${level}`)
  return [
    ...(ring === null ? [] : [t('step.ring', { ring })]),
    ...(asked.length === 0 ? [] : [t('step.skills', { skills: asked.join(', ') })]),
    ...(dropSkills.length === 0 ? [] : [t('step.drop', { skills: dropSkills.join(', ') })]),
    ...(languages === null ? [] : [languagesText(languages)]),
  ].join('. ')
}

function languagesText(languages: readonly string[]): string {
  return languages.length === 0 ? t('step.anyLanguage') : t('step.languages', { languages: languages.join(', ') })
}

/** When a step of a queue comes: by age, or what must come to pass. */
export function stepWhen(step: RoutingStep): string {
  const time = shortDuration(step.afterMs ?? 0)
  switch (step.on) {
    case 'length':
      return t('step.onLength', { count: step.above ?? 0 })
    case 'estimate':
      return t('step.onEstimate', { time })
    case 'nobody':
      return t('step.onNobody')
    case 'closed':
      return t('step.onClosed')
    case 'wait':
    case null:
      return t('step.after', { time })
  }
}
