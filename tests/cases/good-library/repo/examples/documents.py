import tinyknn

print(tinyknn.Index([[0, 1]]).nearest([0, 1]))
