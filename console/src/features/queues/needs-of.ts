import type { Task } from '@switchyard/sdk'

/** What a task asks of whoever takes it: languages first, then skills with their levels. */
export function needsOf({ skills, languages }: Task['requirements']): string[] {
  return [...languages, ...Object.entries(skills).map(([skill, level]) => `${skill} ${level}`)]
}
