#!/usr/bin/env python3
"""Takes a picture of charts on a report's page, as the pages of the documentation show them. Chromium and its driver must be installed.

    python3 docs/images/picture.py runs/fig3abc-1/report.html 'Alignment of feedback weights' fig3abc.png
    python3 docs/images/picture.py --dark runs/fig3abc-1/report.html 'Alignment of feedback weights' fig3abc-dark.png

The second argument is a heading of the page; --charts takes some of the charts below it, counted from 1.
"""

import argparse
import base64
import json
import subprocess
import time
import urllib.request
from pathlib import Path

# What a reader would click on is left out, and so are the captions: the documentation has its own.
PREPARE = """
const [heading, wanted] = arguments;
const section = [...document.querySelectorAll('section')].find(one => one.querySelector('h2')?.textContent === heading);
if (!section) return [...document.querySelectorAll('h2')].map(one => one.textContent);
const row = section.querySelector('.figures');
section.replaceChildren(row);
section.parentElement.replaceChildren(section);
window.scrollTo(0, 0);
// A chart gets its buttons when it is drawn, which may be later.
document.head.insertAdjacentHTML('beforeend', '<style>figure figcaption, figure button { display: none }</style>');
[...row.querySelectorAll('figure')].forEach((one, k) => { if (wanted.length && !wanted.includes(k + 1)) one.remove(); });
row.querySelectorAll('figure').forEach(one => { one.style.margin = 0; });
row.style.margin = 0;
row.style.padding = '10px 10px 14px';
for (const one of row.querySelectorAll('.chart')) {
  const chart = window.echarts && echarts.getInstanceByDom(one);
  if (chart) { chart.setOption({toolbox: {show: false}, animation: false}); chart.resize(); }
}
return row;
"""
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Driver:
    """As much of the WebDriver protocol as a picture takes."""

    def __init__(self, width):
        self.process = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if "successfully on port" in line:
                self.base = f"http://127.0.0.1:{line.rsplit(' ', 1)[1].strip().rstrip('.')}/session"
                break
        arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--force-device-scale-factor=1.5",
            f"--window-size={width},1200",
        ]
        options = {"alwaysMatch": {"goog:chromeOptions": {"args": arguments}}}
        self.base += "/" + self("POST", "", {"capabilities": options})["sessionId"]

    def __call__(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.load(reply)["value"]

    def close(self):
        self("DELETE", "")
        self.process.terminate()
        self.process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("heading")
    parser.add_argument("picture", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--width", type=int, default=1180, help="of the browser's window, in pixels; a picture has half as many again")
    parser.add_argument("--charts", type=lambda text: [int(k) for k in text.split(",")], default=[])
    options = parser.parse_args()
    driver = Driver(options.width)
    try:
        scheme = {"name": "prefers-color-scheme", "value": "dark" if options.dark else "light"}
        driver("POST", "/goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": {"features": [scheme]}})
        driver("POST", "/url", {"url": options.page.resolve().as_uri()})
        row = driver("POST", "/execute/sync", {"script": PREPARE, "args": [options.heading, options.charts]})
        if isinstance(row, list):
            parser.error(f"the page has no heading '{options.heading}'; it has {', '.join(row)}")
        time.sleep(1)  # the charts are drawn
        options.picture.write_bytes(base64.b64decode(driver("GET", f"/element/{row[ELEMENT]}/screenshot")))
    finally:
        driver.close()


if __name__ == "__main__":
    main()
