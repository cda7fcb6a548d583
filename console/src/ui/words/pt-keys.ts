/** Portuguese for the sheet of keys. */
export const ptKeys = {
  'keys.assign': 'Atribuir a alguém',
  'keys.back': 'Voltar, fechar',
  'keys.then': 'depois',
}
