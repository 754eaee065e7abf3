-- What pandoc's typst writer does not know. Headings, boxes, notes and charts become calls of functions in book.typ.

local function typst(blocks)
  return (pandoc.write(pandoc.Pandoc(blocks), "typst"):gsub("%s+$", ""))
end

local function inline(inlines)
  return typst({ pandoc.Plain(inlines) })
end

local function text(words)
  return '"' .. words:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

local function label(id)
  return id ~= "" and " #label(" .. text(id) .. ")" or ""
end

local function block(code)
  return pandoc.RawBlock("typst", code)
end

function Header(h)
  local number = h.attributes.number
  local numbering = number and ", numbering: (..) => " .. text(number) or ""
  local name = h.identifier ~= "" and " #label(" .. text(h.identifier) .. ")" or ""
  return block("#[#heading(level: " .. (h.level + 1) .. numbering .. ")[" .. inline(h.content) .. "]" .. name .. "]")
end

local function formula(d)
  local found
  d:walk({ Math = function(m) found = m end })
  if not found then return nil end
  found.mathtype = "DisplayMath"
  local number = d.attributes.number or ""
  local numbering = number ~= "" and "(..) => " .. text(number) or "none"
  return block("#[#set math.equation(numbering: " .. numbering .. ")\n" .. inline({ found }) .. label(d.identifier) .. "]")
end

function Div(d)
  if d.classes:includes("math") then return formula(d) end
  if d.classes:includes("box") then
    return block("#box-with-title(" .. text(d.attributes.title or "") .. ", kind: " .. text(d.attributes.kind or "note")
      .. ")[\n" .. typst(d.content) .. "\n]")
  end
  if d.classes:includes("margin-note") then return block("#margin-note[" .. typst(d.content) .. "]") end
  if d.classes:includes("citation") then
    return block("#entry[" .. typst(d.content) .. "]" .. label(d.identifier))
  end
  return d.content
end

function Span(s)
  if s.classes:includes("footnote") then return pandoc.RawInline("typst", "#footnote[" .. inline(s.content) .. "]") end
  return s.content
end

function Image(i)
  local alt = pandoc.utils.stringify(i.caption)
  if alt == "" then alt = i.attributes.alt or "" end
  return pandoc.RawInline("typst", "#image(" .. text(i.src) .. ", width: 100%, alt: " .. text(alt) .. ")")
end

function Figure(f)
  return block("#figure([" .. typst(f.content) .. "], kind: image, caption: [" .. typst(f.caption.long) .. "])"
    .. label(f.identifier))
end

function Table(t)
  local wide = t.attributes.wide
  t.attributes.wide = nil
  t.attr.attributes = {}
  if wide then return { block("#wide["), t, block("]") } end
  return t
end
