/** A path comes in, how many signs of a copy, an edit or a passing place it bears goes out. */
import type { FilePath } from "../../contract.ts";

/** In the file's name: what systems, editors and messengers add in the languages met most. */
const nameSigns: readonly RegExp[] = [
  /\(\d{1,3}\)$/, // "IMG_1 (1)"
  /(?<!\p{L})(copy|copie|kopie|kopia|kopi|kopya|copia|c[oó]pia|копия|копія|másolat)(?!\p{L})/iu,
  /(副本|拷贝|複製|複本|コピー|사본|복사본)/u,
  /(?<!\p{L})(edited|edit|bearbeitet|modifi[ée]e?|editad[oa]|modificat[oa]|redigerad|bewerkt|изменено|已编辑|編集済み)(?!\p{L})/iu,
  /(?<!\p{L})(resized?|small|thumb(nail)?|preview|compressed|low[-_ ]?res|scaled)(?!\p{L})/iu,
  /-WA\d{4}/, // WhatsApp's numbering
  /^(FB_IMG|received|signal|telegram|photo_\d{4}-\d{2}-\d{2}_|screenshot|bildschirmfoto)/i,
  /^[0-9a-f]{24,}$/i, // a web cache's name
  /~\d?$/,
];

/** In one of the folders above. */
const folderSigns: readonly RegExp[] = [
  /^(downloads?|téléchargements|descargas|scaricati|загрузки|下载|ダウンロード)$/iu,
  /^(te?mp|cache|\.cache|\.thumbnails|thumbnails?|trash|\.trash.*|\$recycle\.bin|lost\+found|recovered.*|papierkorb|corbeille)$/i,
  /whatsapp|telegram|messenger/i,
  /^(backups?|sicherung(en)?|sauvegardes?|old|alt|duplicates?|duplikate)([ _-].*)?$/i,
  /(?<!\p{L})(copy|copie|kopie|kopia|copia|cópia|копия|副本)(?!\p{L})/iu,
];

/** 0 is a tidy path; larger is untidier. */
export function untidiness(path: FilePath): number {
  const parts = path.split(/[\\/]/);
  const file = parts.pop() ?? "";
  const name = file.replace(/\.[^.]*$/, "");
  const inName = nameSigns.filter((sign) => sign.test(name)).length;
  const inFolders = parts.filter((folder) => folderSigns.some((sign) => sign.test(folder))).length;
  return inName + inFolders;
}
