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
    return block("#box-with-title(" .. text(d.attributes["box-title"] or "") .. ", kind: " .. text(d.attributes["box-kind"] or "note")
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
  if s.classes:includes("caption-number") then return nil end
  return s.content
end

function Image(i)
  local alt = pandoc.utils.stringify(i.caption)
  if alt == "" then alt = i.attributes.alt or "" end
  return pandoc.RawInline("typst", "#image(" .. text(i.src) .. ", width: 100%, alt: " .. text(alt) .. ")")
end

-- What the lists of figures and tables say: the number and the first bold words of the caption, or its first sentence.
local function listed(kind, caption)
  local number, words
  caption:walk({
    Span = function(s) if s.classes:includes("caption-number") then number = pandoc.utils.stringify(s) end end,
    Strong = function(s) words = words or pandoc.utils.stringify(s) end,
  })
  local all = pandoc.utils.stringify(caption)
  if number then all = all:sub(#number + 1) end
  words = words or all:match("^(.-%.)%s") or all
  return "#listed(" .. text(kind) .. ", " .. text(number or "") .. ", " .. text(words) .. ")\n"
end

-- The number of a figure or a table stands out from the words of its caption.
local function numbered(caption)
  return caption:walk({
    Span = function(s)
      if s.classes:includes("caption-number") then
        return pandoc.RawInline("typst", "#caption-number[" .. inline(s.content) .. "] ")
      end
    end,
  })
end

function Figure(f)
  local caption = pandoc.Blocks(f.caption.long)
  return block("#figure([" .. listed("figure", caption) .. typst(f.content) .. "], kind: image, placement: auto, caption: ["
    .. typst(numbered(caption)) .. "])" .. label(f.identifier))
end

function Table(t)
  local wide = t.attributes.wide
  t.attributes.wide = nil
  local before = pandoc.Blocks({})
  local caption = pandoc.Blocks(t.caption.long)
  if #caption > 0 then
    before:insert(block(listed("table", caption)))
    t.caption.long = numbered(caption)
  end
  local columns = t.attributes.columns
  t.attributes.columns = nil
  local set = t
  if columns then -- a column of sentences takes what the others leave
    set = block((typst({ t }):gsub("columns: %d+", "columns: (" .. columns .. ")", 1)))
  end
  if wide then before:extend({ block("#wide["), set, block("]") }) else before:insert(set) end
  return before
end
