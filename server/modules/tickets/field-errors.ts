import { fieldFaults, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { FieldError } from '../../platform/errors.ts'

/** The complaints about custom fields whose values are not of the kind that the ticket's type (null = any) says. */
export function fieldErrors(
  workflow: WorkflowSnapshot,
  type: string | null,
  fields: Readonly<Record<string, unknown>>,
): FieldError[] {
  return fieldFaults(workflow, type, fields).map(({ name, expected }) => ({
    pointer: `/fields/${name}`,
    code: 'wrong_type',
    message: `"${name}" must be ${expected}.`,
  }))
}
