-- Asks for one of several addresses at random: {claim} is a claim, {moment} one of a million moments that are yet to come.
-- Arguments are a pattern, the number of claims and a header, if any.
local pattern, claims

function init(arguments)
  pattern, claims = arguments[1], tonumber(arguments[2])
  for place = 3, #arguments do
    local name, value = arguments[place]:match("^([^:]+): (.*)$")
    wrk.headers[name] = value
  end
  math.randomseed(tonumber(tostring({}):match("0x(%x+)"), 16) % 2147483647)
end

function request()
  local path = pattern:gsub("{claim}", math.random(0, claims - 1))
  path = path:gsub("{moment}", string.format("2100-01-01T00:00:00.%06dZ", math.random(0, 999999)))
  return wrk.format("GET", path)
end
