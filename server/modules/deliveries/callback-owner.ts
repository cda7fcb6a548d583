/** Whose key signs the callbacks of a ticket: of the partner that owns the token, of the token, else of the workspace. */
export function callbackOwner(
  createdBy: { kind: string; id: string; partnerId: string | null },
  workspaceId: string,
): { owner_kind: 'partner' | 'token' | 'workspace'; owner_id: string } {
  if (createdBy.partnerId !== null) return { owner_kind: 'partner', owner_id: createdBy.partnerId }
  if (createdBy.kind === 'token') return { owner_kind: 'token', owner_id: createdBy.id }
  return { owner_kind: 'workspace', owner_id: workspaceId }
}
