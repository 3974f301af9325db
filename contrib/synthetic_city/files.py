"""The bytes of tables: CSV, TSV and XLSX, the same from the same lines wherever they are made."""
import csv
import datetime
import io
import zipfile
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml."

# path: content; the sheet and its texts are added to these.
PARTS = {
    "[Content_Types].xml":
        f'<Types xmlns="{PACKAGE}content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{CONTENT}styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{CONTENT}sharedStrings+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{CONTENT}worksheet+xml"/>'
        f'</Types>',
    "_rels/.rels":
        f'<Relationships xmlns="{PACKAGE}relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels":
        f'<Relationships xmlns="{PACKAGE}relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
        f'</Relationships>',
    # The second style of cells shows days.
    "xl/styles.xml":
        f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        f'<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
        f'</styleSheet>',
}
SHEET = "xl/worksheets/sheet1.xml"
NEVER = (1980, 1, 1, 0, 0, 0)
DAY_ZERO = datetime.date(1899, 12, 30)


def text(lines, delimiter, encoding):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(lines)
    return _encode(out.getvalue(), encoding)


def _encode(content, encoding):
    """UTF-16 with its mark, and little-endian on every machine."""
    if encoding == "utf-16":
        return ("\ufeff" + content).encode("utf-16-le")
    return content.encode(encoding)


def _column(number):
    name = ""
    while number >= 0:
        number, letter = divmod(number, 26)
        name, number = chr(ord("A") + letter) + name, number - 1
    return name


class Sheet:
    """One sheet while it is written; texts that are repeated are kept once."""

    def __init__(self, lines):
        self.strings, self.rows = {}, []
        for number, line in enumerate(lines, 1):
            cells = (self._cell(f"{_column(i)}{number}", value) for i, value in enumerate(line))
            self.rows.append(f'<row r="{number}">{"".join(cells)}</row>')

    def _cell(self, place, value):
        if value == "":
            return ""
        if isinstance(value, tuple):
            return f'<c r="{place}" s="1"><v>{(datetime.date(*value) - DAY_ZERO).days}</v></c>'
        if value.isascii() and value.isdigit():
            return f'<c r="{place}"><v>{value}</v></c>'
        index = self.strings.setdefault(value, len(self.strings))
        return f'<c r="{place}" t="s"><v>{index}</v></c>'

    def parts(self, name):
        texts = "\n".join(f'<si><t xml:space="preserve">{escape(one)}</t></si>'
                          for one in self.strings)
        rows = "\n".join(self.rows)
        yield ("xl/workbook.xml",
               f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
               f'<sheet name="{escape(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>')
        yield "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{texts}</sst>'
        yield SHEET, f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def xlsx(lines, name):
    """Nothing in it is compressed, as that differs between libraries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for path, content in (*PARTS.items(), *Sheet(lines).parts(name)):
            package.writestr(zipfile.ZipInfo(path, NEVER), (HEAD + content).encode())
    return out.getvalue()


def table(lines, form, encoding, name):
    if form == "xlsx":
        return xlsx(lines, name)
    return text(lines, "," if form == "csv" else "\t", encoding)
