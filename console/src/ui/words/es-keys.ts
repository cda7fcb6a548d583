/** Spanish for the sheet of keys. */
export const esKeys = {
  'keys.assign': 'Asignar a alguien',
  'keys.back': 'Volver, cerrar',
  'keys.then': 'luego',
}
