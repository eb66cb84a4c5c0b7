"""The demo council: invented people whose contacts add up to every published figure of 三鷹 令和3年度."""
